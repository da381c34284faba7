internal import Model

/// What a pass for one task computes, with which masks, and what a step of that task may change.
struct TaskPlan {
  /// A use of the character convolution: its tensors and the mask under which they are used.
  struct Convolution {
    let weight: Int
    let bias: Int
    let weightMask: TensorMask
    let biasMask: TensorMask
  }

  let head: NetworkShape.Head

  /// The towers that are computed, in order.
  let towers: [Int]

  /// The position in `towers` of the one that the head reads.
  let ownTower: Int

  /// The distinct convolutions, and which one each tower of `towers` reads.
  let convolutions: [Convolution]
  let convolutionOfTower: [Int]

  /// For each tower of `towers` and each layer up to the head's, the indices of its tensors, in the layout's order.
  let layers: [[[Int]]]

  /// The couplings after the layers, or none.
  let couplings: [Int]

  /// The head's tensors, in the layout's order.
  let headTensors: [Int]

  /// For each tensor of the layout, with what mask the pass uses it; `none` for what the pass does not use at all.
  let uses: [TensorMask]

  /// For each tensor of the layout, what a step may change; `none` for all that the pass does not use.
  let updates: [TensorMask]

  /// For each tensor of the layout, where a step may find gradients: what it both uses and may change.
  let learned: [TensorMask]

  /// The tensors but the first, in pieces.
  let pieces: [UpdatePiece]

  /// Makes the plan of task number `task`, given the masks of all tasks.
  init(task: Int, layout: ParameterLayout, masks: [SubnetMask]) {
    let shape = layout.shape
    let head = shape.heads[task]
    let isCoupled = shape.coupling != .none
    let towers = isCoupled ? Array(0..<shape.towerCount) : [head.tower]
    // A tower beside the task's own is used as its own task uses it.
    func mask(ofTower tower: Int) -> SubnetMask? {
      tower == head.tower ? masks[task] : shape.task(ofTower: tower).map { masks[$0] }
    }
    func require(_ name: String) -> Int {
      guard let index = layout.index(of: name) else { preconditionFailure("the layout lacks \(name)") }
      return index
    }

    var convolutions: [Convolution] = []
    var convolutionOfTower: [Int] = []
    if let characters = shape.characters {
      for tower in towers {
        let owner = characters.isPerTower ? tower : nil
        let weight = layout.index(of: .convolution(.weights), tower: owner)
        let bias = layout.index(of: .convolution(.biases), tower: owner)
        let mask = mask(ofTower: tower)
        let convolution = Convolution(
          weight: weight, bias: bias, weightMask: mask?.tensors[weight] ?? .all, biasMask: mask?.tensors[bias] ?? .all)
        let known = convolutions.firstIndex {
          $0.weight == weight && $0.weightMask == convolution.weightMask && $0.biasMask == convolution.biasMask
        }
        convolutionOfTower.append(known ?? convolutions.count)
        if known == nil { convolutions.append(convolution) }
      }
    }
    let layers = towers.map { tower in
      (0..<head.depth).map { layer in
        layout.tensors.indices.filter { layout.tensors[$0].role == .encoder(tower: tower, layer: layer + 1) }
      }
    }

    let usedConvolutions = Set(convolutions.flatMap { [$0.weight, $0.bias] })
    var uses: [TensorMask] = []
    for (index, tensor) in layout.tensors.enumerated() {
      let use: TensorMask =
        switch tensor.role {
        case .embedding: .all
        case .convolution(let tower):
          usedConvolutions.contains(index) ? mask(ofTower: tower ?? head.tower)?.tensors[index] ?? .all : .none
        case .encoder(let tower, let layer):
          towers.contains(tower) && layer <= head.depth ? mask(ofTower: tower)?.tensors[index] ?? .all : .none
        case .coupling(let layer): isCoupled && layer <= head.depth ? .all : .none
        case .head(let owner), .transitions(let owner): owner == task ? .all : .none
        }
      uses.append(use)
    }

    self.head = head
    self.towers = towers
    self.ownTower = isCoupled ? head.tower : 0
    self.convolutions = convolutions
    self.convolutionOfTower = convolutionOfTower
    self.layers = layers
    self.couplings = isCoupled ? (1...head.depth).map { require("coupling.\($0)") } : []
    self.headTensors = layout.tensors.indices.filter { index in
      switch layout.tensors[index].role {
      case .head(let owner), .transitions(let owner): owner == task
      case .embedding, .convolution, .encoder, .coupling: false
      }
    }
    self.uses = uses
    let updates = layout.tensors.indices.map { uses[$0].isNone ? .none : masks[task].tensors[$0] }
    self.updates = updates
    let learned = layout.tensors.enumerated().map { index, tensor in
      uses[index].intersection(updates[index], count: tensor.count)
    }
    self.learned = learned
    self.pieces = UpdatePiece.pieces(of: layout, updates: updates, learned: learned)
  }
}
