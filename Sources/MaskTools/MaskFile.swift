package import MaskAlgebra
import Text
package import TensorFiles

/// A safetensors file with masks, made by ShareSpec or by others.
///
/// A tensor has the name and the shape of the one that it masks and holds only zeros and ones, 1 for what is kept; or
/// it is packed as in the artifact `mask.safetensors`, with the number of bits in the metadata. Masks of several tasks
/// have the task and a slash before each name.
package struct MaskFile {
  private let tensors: Safetensors
  private let task: String?

  /// Reads the file whose contents are `bytes`, of which the mask of `task` is wanted.
  package init(parsing bytes: [UInt8], task: String?) throws(MaskFileError.Reason) {
    tensors = try Safetensors(maskFile: bytes)
    if tensors.metadata[MaskPolarity.key] == MaskPolarity.drop.rawValue { throw .otherPolarity(stated: .drop) }
    self.task = task
  }

  /// The mask of the tensor of this name and shape; `nil` if the file has none.
  package func mask(of tensor: String, _ shape: [Int]) throws(MaskFileError.Reason) -> PackedMask? {
    let name = name(of: tensor)
    guard let source = tensors.tensors[name] else { return nil }
    if let bits = tensors.metadata["bits.\(name)"] { return try unpacked(source, bits, of: tensor, shape.reduce(1, *)) }
    guard source.shape == shape else {
      throw .wrongShape(tensor: name, found: source.shape, expected: shape)
    }
    return try PackedMask(onesOf: source, called: name)
  }

  private func unpacked(
    _ source: Safetensors.Tensor, _ bits: String, of tensor: String, _ count: Int
  ) throws(MaskFileError.Reason) -> PackedMask {
    guard Int(bits) == count, let octets = source.octets, octets.count == PackedMask.octetCount(for: count) else {
      throw .wrongPacking(tensor: name(of: tensor), bits: bits, bytes: source.bytes.count, expected: count)
    }
    return PackedMask(count: count, octets: octets)
  }

  /// Why there is no mask of the tensor of this name and shape.
  package func reasonForMissing(_ tensor: String, _ shape: [Int]) -> MaskFileError.Reason {
    let tasks = tensors.names.map(MaskTensorName.init(parsing:)).filter { $0.tensor == tensor }.compactMap(\.task)
    return .missing(
      tensor: name(of: tensor), shape: shape, tasks: tasks,
      isWithoutTask: task != nil && tensors.tensors[tensor] != nil)
  }

  private func name(of tensor: String) -> String { MaskTensorName(task: task, tensor: tensor).text }
}

/// Why a file gives no mask for the network.
package struct MaskFileError: Error, Hashable, Sendable, CustomStringConvertible {
  package let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// What is wrong with the file.
  package enum Reason: Error, Hashable, Sendable {
    case unreadable(SafetensorsError)

    /// A tensor is not there; there may be one of the same name for some `tasks`, or one without a task.
    case missing(tensor: String, shape: [Int], tasks: [String], isWithoutTask: Bool)

    case wrongShape(tensor: String, found: [Int], expected: [Int])

    /// The number at `index`, counted row by row, is neither 0 nor 1.
    case notBinary(tensor: String, index: Int, value: Double)

    /// A packed tensor is said to have `bits`, has `bytes`, and should have `expected` bits.
    case wrongPacking(tensor: String, bits: String, bytes: Int, expected: Int)

    /// A packed tensor is said to have `bits`, which do not fill its `bytes`.
    case brokenPacking(tensor: String, bits: String, bytes: Int)

    /// A packed tensor of `count` bits is said to have another shape.
    case wrongShapeText(tensor: String, text: String, count: Int)

    /// The file says that a 1 means something else than was asked for.
    case otherPolarity(stated: MaskPolarity)

    /// The name of a tensor is empty or has control characters.
    case unusableName(tensor: String)

    /// There is no tensor in the file.
    case noTensors
  }

  package var description: String { "'\(path)' \(finding)" }

  private var finding: String {
    switch reason {
    case .unreadable(.unknownElementType(let tensor, let type)):
      "has the tensor '\(tensor)' of type \(type), but masks are BOOL, U8, U64, I32, I64, F32 or F64"
    case .unreadable(let error): "is no safetensors file: \(error)"
    case .missing(let tensor, let shape, let tasks, let isWithoutTask):
      "lacks the tensor '\(tensor)', expected in the shape \(shape) with 1 for what is kept and 0 for the rest"
        + hint(tasks, isWithoutTask)
    case .wrongShape(let tensor, let found, let expected):
      "has the tensor '\(tensor)' in the shape \(found), but the network's is \(expected)"
    case .notBinary(let tensor, let index, let value):
      "has \(value) at index \(index) of the tensor '\(tensor)', but a mask holds only 0 and 1 (1 is kept)"
    case .wrongPacking(let tensor, let bits, let bytes, let expected):
      "has the packed tensor '\(tensor)' of \(bits) bits in \(bytes) bytes, but the network's has \(expected) numbers"
    case .brokenPacking(let tensor, let bits, let bytes):
      "has the packed tensor '\(tensor)', said to be of \(bits) bits, in \(counted(bytes, "byte"))"
    case .wrongShapeText(let tensor, let text, let count):
      "has the packed tensor '\(tensor)' of \(count) bits, said to be of the shape [\(text)]"
    case .otherPolarity(.drop):
      "says that its ones are what is dropped; 'sharespec mask import --polarity drop' makes a mask of it"
    case .otherPolarity(.keep): "says that its ones are what is kept; import it with --polarity keep"
    case .unusableName(let tensor):
      "has the tensor '\(tensor.escapedForTerminals)', whose name is empty or has control characters"
    case .noTensors: "holds no tensor"
    }
  }

  private func hint(_ tasks: [String], _ isWithoutTask: Bool) -> String {
    if isWithoutTask { return "; its masks are not under a task's name, so write file(…) without a task" }
    return tasks.isEmpty ? "" : "; it has masks of \(tasks.joined(separator: ", ")), one of which file(…, TASK) takes"
  }
}
