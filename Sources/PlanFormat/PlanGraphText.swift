import OrderedCollections
package import Planning

/// A plan as a drawing, in the languages of tools that draw graphs.
package struct PlanGraphText: Sendable {
  private let plan: Plan
  private let names: StageNames

  package init(_ plan: Plan) {
    self.plan = plan
    names = StageNames(of: plan)
  }

  /// The graph for Graphviz: a box for each stage, an arrow for each artifact that one reads from another.
  package var dot: String {
    var lines = ["digraph \(quoted(plan.name)) {", "  rankdir=LR;", "  node [shape=box, fontname=\"sans-serif\"];"]
    for stage in plan.stages.values {
      lines.append(
        "  \(quoted(names[stage.id])) [tooltip=\(quoted(stage.id.digest.short)), \(style(of: stage.purpose.kind.part))];"
      )
    }
    for edge in edges { lines.append("  \(quoted(names[edge.from])) -> \(quoted(names[edge.to]));") }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  /// The graph for Mermaid, which Markdown files on the web show.
  package var mermaid: String {
    var lines = ["flowchart LR"]
    for (number, stage) in plan.stages.values.enumerated() {
      lines.append("  s\(number)[\"\(escaped(names[stage.id]))\"]")
    }
    for edge in edges {
      guard let from = plan.stages.index(forKey: edge.from), let to = plan.stages.index(forKey: edge.to) else {
        continue
      }
      lines.append("  s\(from) --> s\(to)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Producer and reader, each pair once, in the order of readers and then of producers.
  private var edges: [(from: StageID, to: StageID)] {
    plan.stages.keys.flatMap { id in plan.dependencies(of: id).map { ($0, id) } }
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// `text` inside Mermaid's quotes, which know HTML's entities.
  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "#amp;").replacing("\"", with: "#quot;").replacing("<", with: "#lt;")
  }

  private func style(of part: StagePurpose.Kind.Part) -> String {
    switch part {
    case .training: "style=filled, fillcolor=\"#cfe2f3\""
    case .masks: "style=filled, fillcolor=\"#fff2cc\""
    case .results: "style=filled, fillcolor=\"#d9ead3\""
    case .preparation: "style=filled, fillcolor=\"#eeeeee\""
    }
  }
}
