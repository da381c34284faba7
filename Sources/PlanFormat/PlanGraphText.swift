package import Planning
import Text

/// A plan as a drawing, in the languages of tools that draw graphs.
package struct PlanGraphText: Sendable {
  private let name: String
  private let graph: PlanGraph

  /// The drawing of `plan`, a node for each stage.
  package init(_ plan: Plan) { self.init(PlanGraph(plan, isFolded: false), of: plan) }

  /// The drawing `graph` of `plan`.
  package init(_ graph: PlanGraph, of plan: Plan) {
    name = plan.name
    self.graph = graph
  }

  /// The graph for Graphviz: a box for each node, a frame for what only one variant needs, and an arrow where one node
  /// reads what another makes.
  package var dot: String {
    var lines: [GraphvizText] = [
      "digraph \"\(name)\" {", "  rankdir=LR;", "  node [shape=box, fontname=\"sans-serif\"];",
      "  graph [fontname=\"sans-serif\", color=\"#999999\", style=rounded];",
    ]
    for (place, node) in graph.nodes.enumerated() where node.cluster == nil { lines.append("  \(dot(node, place))") }
    for (cluster, members) in members.enumerated() {
      lines += ["  subgraph cluster_\(cluster) {", "    label=\"\(graph.clusters[cluster])\";"]
      lines += members.map { "    \(dot(graph.nodes[$0], $0))" } + ["  }"]
    }
    lines += graph.edges.map { "  n\($0.from) -> n\($0.to);" }
    return (lines + ["}"]).joined(separator: "\n").text + "\n"
  }

  /// The graph for Mermaid, which Markdown files on the web show.
  package var mermaid: String {
    var lines: [Mermaid] = ["flowchart LR"]
    for (place, node) in graph.nodes.enumerated() where node.cluster == nil {
      lines.append("  \(mermaid(node, place))")
    }
    for (cluster, members) in members.enumerated() {
      lines.append("  subgraph v\(cluster)[\"\(graph.clusters[cluster])\"]")
      lines += members.map { "    \(mermaid(graph.nodes[$0], $0))" } + ["  end"]
    }
    lines += graph.edges.map { "  s\($0.from) --> s\($0.to)" }
    let open = graph.nodes.enumerated().filter { $1.state.map(isOpen) ?? false }.map { "s\($0.offset)" as Mermaid }
    if !open.isEmpty {
      lines += ["  classDef open stroke-dasharray: 5 5", "  class \(open.joined(separator: ",")) open"]
    }
    return lines.joined(separator: "\n").text + "\n"
  }

  /// The places of the nodes in each cluster.
  private var members: [[Int]] {
    var members = [[Int]](repeating: [], count: graph.clusters.count)
    for (place, node) in graph.nodes.enumerated() { if let cluster = node.cluster { members[cluster].append(place) } }
    return members
  }

  private func dot(_ node: PlanGraph.Node, _ place: Int) -> GraphvizText {
    let tooltip: GraphvizText = node.stages.count == 1 ? ", tooltip=\"\(node.stages[0].digest.short)\"" : ""
    let label = lines(of: node).map { GraphvizText($0) }.joined(separator: "\\n")
    return "n\(place) [label=\"\(label)\"\(tooltip), \(style(of: node))];"
  }

  private func mermaid(_ node: PlanGraph.Node, _ place: Int) -> Mermaid {
    "s\(place)[\"\(lines(of: node).map { Mermaid($0) }.joined(separator: "<br>"))\"]"
  }

  /// What stands in a node: what it is, and what a store holds of it.
  private func lines(of node: PlanGraph.Node) -> [String] {
    guard let state = node.state else { return [node.label] }
    return switch state {
    case .done: [node.label, "done"]
    case .missing: [node.label, "to run"]
    case .unneeded: [node.label, "not needed"]
    case .partly(let done): [node.label, "\(done) of \(node.stages.count) done"]
    }
  }

  /// Whether something of a node in this state is to be run.
  private func isOpen(_ state: PlanGraph.State) -> Bool {
    switch state {
    case .done, .unneeded: false
    case .missing, .partly: true
    }
  }

  private func style(of node: PlanGraph.Node) -> GraphvizText {
    let colour: GraphvizText =
      switch node.part {
      case .training: "#cfe2f3"
      case .masks: "#fff2cc"
      case .results: "#d9ead3"
      case .preparation: "#eeeeee"
      }
    guard let state = node.state else { return "style=filled, fillcolor=\"\(colour)\"" }
    return switch state {
    case .done, .unneeded: "style=filled, fillcolor=\"\(colour)\""
    case .partly: "style=\"filled,dashed\", fillcolor=\"\(colour)\""
    case .missing: "style=\"filled,dashed\", fillcolor=\"#ffffff\""
    }
  }
}
