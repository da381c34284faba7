import MaskAlgebra
import Model
package import Networks
package import Planning

/// The tensors that masks of a base network are about, with their shapes.
package struct BaseTensorShapes: Hashable, Sendable {
  /// Names and shapes in the order of the network.
  package let tensors: [(name: String, shape: [Int])]

  private let shapes: [String: [Int]]

  /// The tensors of the base network of `network`, towers left out.
  package init(of network: NetworkParameters) {
    let layout = ParameterLayout(NetworkShape(baseOf: network.forMasks))
    tensors = layout.tensors.filter(\.isMaskable).map { ($0.name, $0.shape) }
    shapes = Dictionary(tensors.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
  }

  /// The shape of the tensor called `name`.
  package subscript(name: String) -> [Int]? { shapes[name] }

  package static func == (left: Self, right: Self) -> Bool { left.shapes == right.shapes }
  package func hash(into hasher: inout Hasher) { hasher.combine(shapes) }
}

extension NetworkShape {
  /// The base network of `network` without heads, for masks; its embeddings, which no mask depends on, have one row.
  package init(baseOf network: NetworkParameters) {
    self.init(
      words: Table(count: 1, dimension: network.wordDimension),
      characters: network.characters.map {
        Characters(
          embedding: Table(count: 1, dimension: $0.shape.dimension), filters: $0.shape.filters, width: $0.shape.width)
      },
      encoder: Encoder(layers: network.layers, hidden: network.hidden), heads: [])
  }
}
