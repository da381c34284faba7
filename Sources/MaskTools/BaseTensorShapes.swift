import Model
package import Planning

/// The tensors that masks of a base network are about, with their shapes.
package struct BaseTensorShapes: Hashable, Sendable {
  /// Names and shapes in the order of the network.
  package let tensors: [(name: String, shape: [Int])]

  private let shapes: [String: [Int]]

  /// The tensors of the base network of `network`, towers left out.
  package init(of network: NetworkParameters) {
    tensors = network.slots.map { ($0.name.text, $0.shape) }
    shapes = Dictionary(tensors.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
  }

  /// The shape of the tensor called `name`.
  package subscript(name: String) -> [Int]? { shapes[name] }

  package static func == (left: Self, right: Self) -> Bool { left.shapes == right.shapes }
  package func hash(into hasher: inout Hasher) { hasher.combine(shapes) }
}
