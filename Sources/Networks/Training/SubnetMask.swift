/// Which scalars of one tensor a mask keeps.
package enum TensorMask: Sendable, Hashable {
  case all
  case none

  /// One bit for each scalar in row-major order, from the lowest bit of each word; bits behind the last are 0.
  case bits([UInt64])

  /// Whether it keeps the scalar at `index`.
  package func keeps(_ index: Int) -> Bool {
    switch self {
    case .all: true
    case .none: false
    case .bits(let words): words[index / 64] >> UInt64(index % 64) & 1 == 1
    }
  }

  /// Whether it keeps nothing.
  var isNone: Bool {
    switch self {
    case .none: true
    case .all, .bits: false
    }
  }

  /// How many of `count` scalars it keeps.
  package func keptCount(of count: Int) -> Int {
    switch self {
    case .all: count
    case .none: 0
    case .bits(let words): words.reduce(0) { $0 + $1.nonzeroBitCount }
    }
  }

  /// The mask that keeps of `count` scalars what both keep.
  func intersection(_ other: TensorMask, count: Int) -> TensorMask {
    switch (self, other) {
    case (.none, _), (_, .none): .none
    case (.all, let mask), (let mask, .all): mask
    case (.bits(let left), .bits(let right)): TensorMask.bits(zip(left, right).map { $0 & $1 }).normalised(count: count)
    }
  }

  /// The mask that keeps the scalars for which `keeps` is true.
  package init(count: Int, keeps: (Int) -> Bool) {
    var words = [UInt64](repeating: 0, count: (count + 63) / 64)
    for index in 0..<count where keeps(index) { words[index / 64] |= 1 << UInt64(index % 64) }
    self = TensorMask.bits(words).normalised(count: count)
  }

  /// The same as `all` or `none` if it keeps all or none of `count` scalars.
  func normalised(count: Int) -> TensorMask {
    switch keptCount(of: count) {
    case count: .all
    case 0: .none
    default: self
    }
  }
}

/// The mask of a task over the scalars of char CNN and encoder: which of them are in its subnet.
///
/// Embeddings, couplings and the task's own head are always in the subnet, other tasks' heads never.
package struct SubnetMask: Sendable, Hashable {
  package let layout: ParameterLayout

  /// One mask for each tensor of the layout; `all` for those that can't be masked.
  package let tensors: [TensorMask]

  /// The mask that keeps of each maskable tensor what `mask` says.
  ///
  /// Requires: packed masks have one bit for each scalar and no others.
  package init<Failure: Error>(
    of layout: ParameterLayout, _ mask: (ParameterTensor) throws(Failure) -> TensorMask
  ) throws(Failure) {
    var tensors: [TensorMask] = []
    for tensor in layout.tensors {
      guard tensor.isMaskable else {
        tensors.append(.all)
        continue
      }
      let mask = try mask(tensor)
      if case .bits(let words) = mask {
        precondition(words.count == (tensor.count + 63) / 64, "one bit for each scalar of \(tensor.name)")
        let spare = words.count * 64 - tensor.count
        precondition(words.last.map { $0.leadingZeroBitCount >= spare } ?? true, "no bits behind \(tensor.name)")
      }
      tensors.append(mask.normalised(count: tensor.count))
    }
    self.layout = layout
    self.tensors = tensors
  }

  /// The mask that keeps everything.
  package static func everything(of layout: ParameterLayout) -> SubnetMask { SubnetMask(of: layout) { _ in .all } }

  /// The mask of the tensor called `name`. Requires: there is one.
  package subscript(name: String) -> TensorMask {
    guard let index = layout.index(of: name) else { preconditionFailure("no tensor is called \(name)") }
    return tensors[index]
  }

  /// How many scalars of maskable tensors it keeps.
  package var keptCount: Int {
    zip(layout.tensors, tensors).reduce(0) { sum, pair in
      pair.0.isMaskable ? sum + pair.1.keptCount(of: pair.0.count) : sum
    }
  }
}
