package import Model

/// The named tensors of a network, in order, and where each lies in one contiguous buffer of all parameters.
///
/// Names and shapes are those of a PyTorch state dict, gates in the order input, forget, candidate, output.
package struct ParameterLayout: Sendable {
  package let shape: NetworkShape

  /// The tensors, in the order of the buffer.
  package let tensors: [ParameterTensor]

  /// The number of scalars of all tensors together.
  package let count: Int

  private let indices: [String: Int]

  /// Lays out the parameters of a network of this shape.
  package init(_ shape: NetworkShape) {
    var builder = Builder()
    builder.addInputs(of: shape)
    for tower in 0..<shape.towerCount { builder.addTower(tower, of: shape) }
    if let coupling = shape.coupling.exchange {
      for layer in 1...shape.encoder.layers {
        builder.add("coupling.\(layer)", coupling.parameterShape(towers: shape.towerCount), .coupling(layer: layer))
      }
    }
    for (task, head) in shape.heads.enumerated() { builder.addHead(head, task: task, of: shape) }
    self.shape = shape
    self.tensors = builder.tensors
    self.count = builder.count
    self.indices = Dictionary(
      uniqueKeysWithValues: builder.tensors.enumerated().map { ($0.element.name, $0.offset) })
  }

  /// The tensor called `name`, if there is one.
  package subscript(name: String) -> ParameterTensor? { indices[name].map { tensors[$0] } }

  /// The position in `tensors` of the tensor called `name`, if there is one.
  package func index(of name: String) -> Int? { indices[name] }

  /// The position in `tensors` of a tensor that masks range over, of tower number `tower`; common ones have no tower.
  ///
  /// Requires: the network has it.
  func index(of slot: SlotName, tower: Int?) -> Int {
    let name = TensorName(tower: tower.flatMap { shape.name(ofTower: $0) }, slot)
    guard let index = indices[name.text] else { preconditionFailure("the layout lacks \(name.text)") }
    return index
  }
}

extension ParameterLayout: Hashable {
  package static func == (left: Self, right: Self) -> Bool { left.shape == right.shape }
  package func hash(into hasher: inout Hasher) { hasher.combine(shape) }
}

/// One named tensor of a layout.
package struct ParameterTensor: Sendable, Hashable {
  /// What a tensor does in the network, which decides whose steps may change it.
  package enum Role: Sendable, Hashable {
    /// An embedding: in every task's subnet.
    case embedding

    /// Of the char CNN, whether common (no tower) or of a tower: in a task's subnet as far as its mask says.
    case convolution(tower: Int?)

    /// Of a tower's encoder, layers counted from 1: in a task's subnet as far as its mask says.
    case encoder(tower: Int, layer: Int)

    /// The coupling after a layer: in every task's subnet.
    case coupling(layer: Int)

    /// The linear part of a task's head: in that task's subnet only.
    case head(task: Int)

    /// The transitions of a task's CRF: in that task's subnet only.
    case transitions(task: Int)
  }

  package let name: String
  package let shape: [Int]

  /// The scalars' range in the buffer of all parameters.
  package let range: Range<Int>

  package let role: Role

  /// Whether a mask may switch off scalars of it.
  package var isMaskable: Bool {
    switch role {
    case .convolution, .encoder: true
    case .embedding, .coupling, .head, .transitions: false
    }
  }

  /// The name within a tower; `nil` for what no mask ranges over.
  package let slot: SlotName?

  /// Whether it is a bias that masks range over.
  var isBias: Bool { slot?.attribute == .biases }

  /// The tower that it belongs to, if it belongs to one.
  package var tower: Int? {
    switch role {
    case .convolution(let tower): tower
    case .encoder(let tower, _): tower
    case .embedding, .coupling, .head, .transitions: nil
    }
  }

  /// The number of scalars.
  package var count: Int { range.count }
}

extension ParameterLayout {
  /// Collects tensors one behind the other.
  private struct Builder {
    private(set) var tensors: [ParameterTensor] = []
    private(set) var count = 0

    mutating func add(_ name: String, _ shape: [Int], _ role: ParameterTensor.Role, slot: SlotName? = nil) {
      let end = count + shape.reduce(1, *)
      tensors.append(ParameterTensor(name: name, shape: shape, range: count..<end, role: role, slot: slot))
      count = end
    }

    mutating func addInputs(of shape: NetworkShape) {
      add("embedding.words", [shape.words.count, shape.words.dimension], .embedding)
      guard let characters = shape.characters else { return }
      add("embedding.chars", [characters.embedding.count, characters.embedding.dimension], .embedding)
      if !characters.isPerTower { addConvolution(characters, tower: nil, of: shape) }
    }

    mutating func addTower(_ tower: Int, of shape: NetworkShape) {
      if let characters = shape.characters, characters.isPerTower {
        addConvolution(characters, tower: tower, of: shape)
      }
      for slot in shape.encoder.slots(inputs: shape.inputWidth) {
        switch slot.name {
        case .encoder(let name):
          add(slot, in: shape.name(ofTower: tower), .encoder(tower: tower, layer: name.layer))
        case .convolution: preconditionFailure("an encoder has no convolution")
        }
      }
    }

    private mutating func add(_ slot: TensorSlot, in tower: String?, _ role: ParameterTensor.Role) {
      add(TensorName(tower: tower, slot.name).text, slot.shape, role, slot: slot.name)
    }

    private mutating func addConvolution(
      _ characters: NetworkShape.Characters, tower: Int?, of shape: NetworkShape
    ) {
      for slot in characters.shape.slots {
        add(slot, in: tower.flatMap { shape.name(ofTower: $0) }, .convolution(tower: tower))
      }
    }

    mutating func addHead(_ head: NetworkShape.Head, task: Int, of shape: NetworkShape) {
      let role = ParameterTensor.Role.head(task: task)
      add("head.\(head.task).weight", [head.tagCount, shape.encoder.outputWidth], role)
      add("head.\(head.task).bias", [head.tagCount], role)
      switch head.kind {
      case .linear: break
      case .crf:
        add("head.\(head.task).transitions", [head.tagCount, head.tagCount], .transitions(task: task))
        add("head.\(head.task).start", [head.tagCount], .transitions(task: task))
        add("head.\(head.task).end", [head.tagCount], .transitions(task: task))
      }
    }
  }
}
