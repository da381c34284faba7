package import MaskAlgebra

/// Several masks over the same tensors.
///
/// What a mask lacks it keeps, as masks in files do that have no biases.
package struct AlignedMasks: Hashable, Sendable {
  package let names: [String]

  /// The tensors in the order in which they first occur, each with the part of every mask.
  package let tensors: [Tensor]

  /// The tensors that some mask lacks.
  package let completed: [String]

  /// The masks of one tensor, in the order of the names.
  package struct Tensor: Hashable, Sendable {
    package let name: String
    package let shape: [Int]
    package let masks: [PackedMask]
  }

  /// Lays `masks` side by side.
  package init(_ masks: [NamedMask]) throws(MaskMismatch) {
    names = masks.map(\.name)
    var order: [String] = []
    var shapes: [String: (shape: [Int], mask: String)] = [:]
    var holders: [String: Int] = [:]
    for mask in masks {
      for tensor in mask.tensors {
        holders[tensor.name, default: 0] += 1
        if let known = shapes[tensor.name] {
          guard known.shape == tensor.shape || Self.isUnshaped(known.shape, tensor.shape) else {
            throw .shapes(tensor: tensor.name, known.mask, known.shape, mask.name, tensor.shape)
          }
          if known.shape.count < tensor.shape.count { shapes[tensor.name] = (tensor.shape, mask.name) }
        } else {
          order.append(tensor.name)
          shapes[tensor.name] = (tensor.shape, mask.name)
        }
      }
    }
    if masks.count > 1, !holders.values.contains(where: { $0 > 1 }) { throw .nothingInCommon(names) }
    tensors = order.map { name in
      let shape = shapes[name]?.shape ?? []
      return Tensor(
        name: name, shape: shape,
        masks: masks.map { $0[name]?.mask ?? PackedMask(count: shape.reduce(1, *), filledWith: true) })
    }
    completed = order.filter { holders[$0] != masks.count }
  }

  /// Whether one of two shapes is that of a vector of as many scalars, as packed masks without shapes have it.
  private static func isUnshaped(_ left: [Int], _ right: [Int]) -> Bool {
    (left.count == 1 || right.count == 1) && left.reduce(1, *) == right.reduce(1, *)
  }
}

/// Why masks cannot be compared.
package enum MaskMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// A tensor has one shape in one mask and another in another.
  case shapes(tensor: String, String, [Int], String, [Int])

  /// No tensor is in two of the masks.
  case nothingInCommon([String])

  package var description: String {
    switch self {
    case .shapes(let tensor, let first, let shape, let second, let other):
      "the tensor '\(tensor)' has the shape \(shape) in '\(first)' and \(other) in '\(second)'"
    case .nothingInCommon(let names):
      "\(names.map { "'\($0)'" }.joined(separator: " and ")) have no tensor in common"
    }
  }
}
