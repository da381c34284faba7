/// A run of scalars of one tensor that a step updates at a time.
///
/// Pieces are parts of a team's work; where they begin and end depends on the layout alone.
struct UpdatePiece {
  /// The scalars, in the layout's buffer.
  let range: Range<Int>

  /// What a step may change of them, and where it may find gradients.
  let updates: TensorMask
  let learned: TensorMask

  /// Whether the two are the same, so that there are no gradients to keep out of what changes.
  let isLearnedWhole: Bool

  private init(range: Range<Int>, updates: TensorMask, learned: TensorMask) {
    self.range = range
    self.updates = updates
    self.learned = learned
    isLearnedWhole = updates == learned
  }

  /// The pieces of all tensors but the first, which is the embedding of words.
  static func pieces(of layout: ParameterLayout, updates: [TensorMask], learned: [TensorMask]) -> [UpdatePiece] {
    layout.tensors.indices.dropFirst().flatMap { index in
      let tensor = layout.tensors[index]
      return stride(from: 0, to: tensor.count, by: length).map { start in
        let end = min(start + length, tensor.count)
        return UpdatePiece(
          range: (tensor.range.lowerBound + start)..<(tensor.range.lowerBound + end),
          updates: updates[index].slice(start..<end), learned: learned[index].slice(start..<end))
      }
    }
  }

  /// The greatest number of scalars of a piece, a multiple of 64.
  private static let length = 1 << 15
}

extension TensorMask {
  /// What it keeps of the scalars `range`, which starts at a multiple of 64.
  fileprivate func slice(_ range: Range<Int>) -> TensorMask {
    switch self {
    case .all, .none: return self
    case .bits(let words):
      // Either the end is a multiple of 64 too, or it is the tensor's, behind which all bits are 0.
      let slice = Array(words[(range.lowerBound / 64)..<((range.upperBound + 63) / 64)])
      return TensorMask.bits(slice).normalised(count: range.count)
    }
  }
}
