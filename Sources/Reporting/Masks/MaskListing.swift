import Diagnostics
import MaskAlgebra
package import MaskTools
import Text

/// Masks tensor by tensor, with pictures if they are wanted.
package struct MaskListing: Sendable {
  private let masks: [NamedMask]
  private let hasPictures: Bool

  package init(_ masks: [NamedMask], withPictures hasPictures: Bool) {
    self.masks = masks
    self.hasPictures = hasPictures
  }

  /// The masks for people.
  package var text: String { masks.map(text).joined(separator: "\n\n") }

  private func text(of mask: NamedMask) -> String {
    var table = TextTable([.left, .left, .right, .right, .right])
    table.add(["tensor", "shape", "kept", "of", "sparsity"])
    for tensor in mask.tensors {
      table.add([
        tensor.name, shapeText(tensor.shape), "\(tensor.mask.keptCount)", "\(tensor.mask.count)",
        percent(tensor.sparsity),
      ])
    }
    table.add(["all", "", "\(mask.keptCount)", "\(mask.count)", percent(mask.sparsity)])
    let pictures = hasPictures ? mask.tensors.map { "\n\n" + MaskPicture(of: $0).text } : []
    return mask.name + "\n" + table.lines(headerRows: 1).joined(separator: "\n") + pictures.joined()
  }

  /// The masks as JSON.
  package var json: String {
    JSONText.text(
      of: .array(
        masks.map { mask in
          [
            "name": .string(mask.name), "task": JSONValue(mask.task), "kept": .integer(mask.keptCount),
            "of": .integer(mask.count), "sparsity": .real(mask.sparsity),
            "tensors": .array(mask.tensors.map(json)),
          ]
        }), .pretty)
  }

  private func json(of tensor: NamedMask.Tensor) -> JSONValue {
    [
      "name": .string(tensor.name), "shape": .array(tensor.shape.map(JSONValue.integer)),
      "kept": .integer(tensor.mask.keptCount), "of": .integer(tensor.mask.count), "sparsity": .real(tensor.sparsity),
    ]
  }
}

/// A mask of one tensor as blocks of text: the darker, the more is kept there.
struct MaskPicture {
  private let tensor: NamedMask.Tensor

  init(of tensor: NamedMask.Tensor) { self.tensor = tensor }

  /// No shade for nothing, the full one for everything.
  private static let shades = [" ", "░", "▒", "▓", "█"]

  /// A head line and at most 16 lines of 64 blocks between bars.
  var text: String {
    let blocks = tensor.mask.keptFractions(columns: tensor.columns, height: 16, width: 64)
    let lines = blocks.map { line in "│" + line.map(shade).joined() + "│" }
    return (["\(tensor.name), \(shapeText(tensor.shape))"] + lines).joined(separator: "\n")
  }

  private func shade(_ fraction: Double) -> String {
    if fraction == 0 { return Self.shades[0] }
    if fraction == 1 { return Self.shades[4] }
    return Self.shades[min(3, 1 + Int(fraction * 3))]
  }
}

/// Extents as in 256×80.
func shapeText(_ shape: [Int]) -> String { shape.isEmpty ? "1" : shape.map(String.init).joined(separator: "×") }

/// A fraction in percent, with one digit after the point.
func percent(_ fraction: Double) -> String { "\(fixed(100 * fraction, 1)) %" }
