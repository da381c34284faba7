import TensorFiles
import MaskAlgebra
import Model
import Text

extension NamedMask {
  /// The masks in the file at `path`, whose contents are `bytes`, in the order of their tasks, the one without first.
  ///
  /// `polarity` is what a 1 means. If it is not given, a file may say it, and else a 1 is kept, as in masks that
  /// specifications name. Tensors that `mayBeOther` says so of are left out if they hold other numbers than 0 and 1.
  package static func read(
    _ bytes: [UInt8], from path: String, polarity: MaskPolarity? = nil,
    leavingOut mayBeOther: (String) -> Bool = { _ in false }
  ) throws(MaskFileError) -> [NamedMask] {
    do throws(MaskFileError.Reason) { return try masks(in: bytes, named: path, polarity, mayBeOther) } catch {
      throw MaskFileError(path: path, reason: error)
    }
  }

  private static func masks(
    in bytes: [UInt8], named file: String, _ polarity: MaskPolarity?, _ mayBeOther: (String) -> Bool
  ) throws(MaskFileError.Reason) -> [NamedMask] {
    let source = try Safetensors(maskFile: bytes)
    let stated = source.metadata[MaskPolarity.key].flatMap(MaskPolarity.init(rawValue:))
    if let polarity, let stated, polarity != stated { throw .otherPolarity(stated: stated) }
    var masks: [String?: NamedMask] = [:]
    for name in source.names {
      guard let tensor = source.tensors[name] else { continue }
      let parsed = MaskTensorName(parsing: name)
      let kept: PackedMask
      do throws(MaskFileError.Reason) {
        kept = try PackedMask(tensor, bits: source.metadata["bits.\(name)"], called: name)
      } catch {
        if case .notBinary = error, mayBeOther(name) { continue }
        throw error
      }
      let shape = try source.shape(ofMask: name, count: kept.count)
      masks[parsed.task, default: NamedMask(name: parsed.task ?? file, task: parsed.task, tensors: [])].tensors.append(
        Tensor(name: parsed.tensor, shape: shape, mask: (polarity ?? stated ?? .keep).exchanged(kept)))
    }
    if masks.isEmpty { throw .noTensors }
    return masks.values.sorted { ($0.task ?? "") < ($1.task ?? "") }
  }
}

extension Safetensors {
  /// The tensors in the file of masks whose contents are `bytes`.
  init(maskFile bytes: [UInt8]) throws(MaskFileError.Reason) {
    do throws(SafetensorsError) { try self.init(parsing: bytes) } catch { throw .unreadable(error) }
    if let name = names.first(where: { !$0.isName }) { throw .unusableName(tensor: name) }
  }

  /// The shape of the tensor that the mask called `name` is of, which has `count` scalars.
  ///
  /// A packed mask has it in the metadata; without, it is a vector, but for a recurrent layer's weights: their shapes
  /// follow from the recurrent ones being G·H × H for the G gates of a cell.
  fileprivate func shape(ofMask name: String, count: Int) throws(MaskFileError.Reason) -> [Int] {
    guard let tensor = tensors[name] else { return [count] }
    guard metadata["bits.\(name)"] != nil else { return tensor.shape }
    if let text = metadata["shape.\(name)"] {
      let extents = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
      var product = 1
      for extent in extents {
        let (next, overflow) = product.multipliedReportingOverflow(by: extent)
        product = overflow || extent < 0 ? -1 : next
        if product < 0 { break }
      }
      guard product == count else { throw .wrongShapeText(tensor: name, text: text, count: count) }
      return extents
    }
    guard let rows = rows(ofRecurrentWeights: name), count.isMultiple(of: rows) else { return [count] }
    return [rows, count / rows]
  }

  /// The rows of the weights called `name`: those of the recurrent weights beside them; `nil` for other tensors.
  private func rows(ofRecurrentWeights name: String) -> Int? {
    guard let weights = ModuleTensorName(name), weights.tensor.attribute == .weights,
      let count = metadata["bits.\(weights.weights(.recurrent).text)"].flatMap({ Int($0) }),
      let (cell, hidden) = RecurrentCell.recurrent(count: count)
    else { return nil }
    return cell.gates * hidden
  }
}

extension PackedMask {
  /// The ones of `tensor`, or, if it is said to hold `bits` packed ones and zeros, of these.
  init(_ tensor: Safetensors.Tensor, bits: String?, called name: String) throws(MaskFileError.Reason) {
    if let bits {
      guard let count = Int(bits), count >= 0, let octets = tensor.octets,
        octets.count == Self.octetCount(for: count)
      else { throw .brokenPacking(tensor: name, bits: bits, bytes: tensor.bytes.count) }
      self.init(count: count, octets: octets)
    } else {
      try self.init(onesOf: tensor, called: name)
    }
  }

  /// The ones among the numbers of `tensor`, which must all be 0 or 1.
  init(onesOf tensor: Safetensors.Tensor, called name: String) throws(MaskFileError.Reason) {
    let numbers = tensor.numbers
    if let index = numbers.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      throw .notBinary(tensor: name, index: index, value: numbers[index])
    }
    self.init(numbers.map { $0 == 1 })
  }
}
