import Diagnostics

/// The anchors of a text and what they stand for.
struct AnchorTable {
  struct Anchor {
    /// Where `&name` is written.
    let place: SourceRange

    /// The node behind it; `nil` while that is still being composed.
    var target: Target?
  }

  struct Target {
    let node: Node

    /// How many lists and mappings lie inside one another in the node.
    let height: Int

    /// The number of nodes in the node, itself included, aliases expanded.
    let size: Int
  }

  private var anchors: [String: Anchor] = [:]

  /// The names in the order of their definition.
  private(set) var names: [String] = []

  subscript(name: String) -> Anchor? { anchors[name] }

  /// Makes `name` known as an anchor whose node begins.
  mutating func open(_ name: String, at place: SourceRange) {
    anchors[name] = Anchor(place: place, target: nil)
    names.append(name)
  }

  /// Makes `node` what `name` stands for.
  mutating func close(_ name: String, with node: Node, height: Int, size: Int) {
    anchors[name]?.target = Target(node: node, height: height, size: size)
  }
}
