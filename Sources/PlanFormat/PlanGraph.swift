import OrderedCollections
package import Planning

/// A plan as what is drawn of it: nodes, arrows between them, and a cluster for each variant.
///
/// - Complexity: linear in the stages, their inputs and the variants of the plan.
package struct PlanGraph: Sendable {
  package private(set) var nodes: [Node] = []

  /// Producer and reader by their places among the nodes, each pair once, in the order of readers.
  package private(set) var edges: [Edge] = []

  /// The names of the variants that have nodes of their own.
  package private(set) var clusters: [String] = []

  /// A stage, or several that are drawn as one.
  package struct Node: Sendable {
    package let label: String
    package let part: StagePurpose.Kind.Part
    package let stages: [StageID]

    /// The place of the cluster that the node is in; `nil` if several variants need it.
    package fileprivate(set) var cluster: Int?

    /// What a store holds of the stages; `nil` if none was asked.
    package let state: State?
  }

  /// What a store holds of a node's stages.
  package enum State: Hashable, Sendable {
    case done, missing, unneeded
    case partly(done: Int)
  }

  /// An arrow from one node to another.
  package struct Edge: Hashable, Sendable {
    package let from: Int
    package let to: Int
  }

  /// The graph of `plan`: if it `isFolded` with one node for stages that differ only in their round, fraction or seed
  /// or in the cell of a sweep, and with one cluster for all cells of a variant.
  ///
  /// - Parameter decisions: what a store holds of each stage.
  package init(_ plan: Plan, isFolded: Bool, decisions: [StageID: StageDecision]? = nil) {
    let names = StageNames(of: plan)
    var places = [Int](repeating: 0, count: plan.stages.count)
    var groups: [(label: String, stages: [StageID])] = []
    if isFolded {
      let families = StageFamilies(of: plan, names)
      groups = families.members.values.map { (families.name(of: $0), $0) }
    } else {
      groups = plan.stages.keys.map { (names[$0], [$0]) }
    }
    for (place, group) in groups.enumerated() {
      for id in group.stages { if let index = plan.stages.index(forKey: id) { places[index] = place } }
    }
    nodes = groups.map { label, stages in
      Node(
        label: label, part: plan.stages[stages[0]]?.purpose.kind.part ?? .preparation, stages: stages, cluster: nil,
        state: decisions.map { State(of: stages, $0) })
    }
    addClusters(of: plan, places, isFolded: isFolded)
    addEdges(of: plan, places)
  }

  /// Who needs a stage, as far as that matters.
  private enum Owner {
    case nobody, several
    case one(Int)

    mutating func add(_ other: Owner) {
      switch (self, other) {
      case (_, .nobody), (.several, _): return
      case (.nobody, _): self = other
      case (.one(let own), .one(let another)): if own != another { self = .several }
      case (.one, .several): self = .several
      }
    }
  }

  private mutating func addClusters(of plan: Plan, _ places: [Int], isFolded: Bool) {
    var numbers: [String: Int] = [:]
    var labels: [(name: String, count: Int, isSwept: Bool)] = []
    var owners = [Owner](repeating: .nobody, count: plan.stages.count)
    for variant in plan.variants {
      let name = isFolded ? variant.declaredName : variant.name
      let number = numbers[name] ?? labels.count
      if number == labels.count {
        numbers[name] = number
        labels.append((name, 0, false))
      }
      labels[number].count += 1
      labels[number].isSwept = labels[number].isSwept || variant.name != name
      for id in variant.namedStages { if let index = plan.stages.index(forKey: id) { owners[index].add(.one(number)) } }
    }
    // Readers stand behind what they read from.
    for (index, stage) in plan.stages.values.enumerated().reversed() {
      for input in stage.inputs {
        if let producer = plan.stages.index(forKey: input.stage) { owners[producer].add(owners[index]) }
      }
    }
    var ofNodes = [Owner](repeating: .nobody, count: nodes.count)
    for (index, owner) in owners.enumerated() { ofNodes[places[index]].add(owner) }
    // A plan of one variant needs no frame around it.
    guard labels.count > 1 else { return }
    var clusterOfVariant: [Int: Int] = [:]
    for (place, owner) in ofNodes.enumerated() {
      guard case .one(let number) = owner else { continue }
      let cluster = clusterOfVariant[number] ?? clusters.count
      if cluster == clusters.count {
        clusterOfVariant[number] = cluster
        let label = labels[number]
        clusters.append(label.isSwept ? "\(label.name), \(label.count) cells" : label.name)
      }
      nodes[place].cluster = cluster
    }
  }

  private mutating func addEdges(of plan: Plan, _ places: [Int]) {
    var seen: Set<Edge> = []
    for (index, stage) in plan.stages.values.enumerated() {
      for id in plan.dependencies(of: stage.id) {
        guard let producer = plan.stages.index(forKey: id) else { continue }
        let edge = Edge(from: places[producer], to: places[index])
        if edge.from != edge.to, seen.insert(edge).inserted { edges.append(edge) }
      }
    }
  }
}

extension PlanGraph.State {
  fileprivate init(of stages: [StageID], _ decisions: [StageID: StageDecision]) {
    let done = stages.count { decisions[$0] == .hit }
    let unneeded = stages.count { decisions[$0] == .unneeded }
    if unneeded == stages.count {
      self = .unneeded
    } else if done + unneeded == stages.count {
      self = .done
    } else {
      self = done == 0 ? .missing : .partly(done: done)
    }
  }
}
