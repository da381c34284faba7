package import MaskAlgebra

/// A mask as a thing of its own: which scalars of each tensor are kept, for one task or for none in particular.
package struct NamedMask: Hashable, Sendable {
  /// What tables and messages call it.
  package var name: String

  /// The task that it is of; `nil` where nobody said.
  package var task: String?

  /// The tensors, each once.
  package var tensors: [Tensor]

  package init(name: String, task: String?, tensors: [Tensor]) {
    self.name = name
    self.task = task
    self.tensors = tensors
  }

  /// The mask of one tensor.
  package struct Tensor: Hashable, Sendable {
    package let name: String

    /// The extents; the product is the number of scalars.
    package let shape: [Int]
    package let mask: PackedMask

    /// Requires: the mask has as many scalars as the shape.
    package init(name: String, shape: [Int], mask: PackedMask) {
      precondition(shape.reduce(1, *) == mask.count, "a mask fills its shape")
      self.name = name
      self.shape = shape
      self.mask = mask
    }

    /// The number of columns of the matrix whose rows are the first extent; a vector is one row.
    /// None where there are no scalars: the product of the other extents may then be any number.
    package var columns: Int { shape.count < 2 || mask.count == 0 ? mask.count : shape.dropFirst().reduce(1, *) }

    /// The fraction kept; of nothing, all.
    package var sparsity: Double { fraction(mask.keptCount, of: mask.count) }

    /// The name without that of a tower.
    package var baseName: String { MaskTools.baseName(ofTensor: name) }
  }

  /// The tensor called `name`.
  package subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// The number of scalars kept, and of all.
  package var keptCount: Int { tensors.reduce(0) { $0 + $1.mask.keptCount } }
  package var count: Int { tensors.reduce(0) { $0 + $1.mask.count } }

  /// The fraction kept: the paper's sparsity, if the tensors are those that pruning may touch.
  package var sparsity: Double { fraction(keptCount, of: count) }
}

/// `part` of `whole`; all of nothing.
func fraction(_ part: Int, of whole: Int) -> Double { whole == 0 ? 1 : Double(part) / Double(whole) }

/// What a 1 in a file of masks means.
package enum MaskPolarity: String, Hashable, Sendable, CaseIterable {
  /// The scalar is kept.
  case keep

  /// The scalar is dropped.
  case drop

  /// The key of the metadata that says it in files of this program.
  static let key = "polarity"

  /// The ones of a file whose mask keeps `bits`, and what a file keeps whose ones are `bits`.
  func exchanged(_ bits: PackedMask) -> PackedMask {
    switch self {
    case .keep: bits
    case .drop: ~bits
    }
  }
}
