package import Store
package import MaskAlgebra
import Planning
package import TensorFiles

extension PackedMask {
  /// How many bytes hold `count` bits, which may be any number from 0.
  static func octetCount(for count: Int) -> Int { count / 8 + (count % 8 + 7) / 8 }

  /// The mask of `count` scalars that `octets` hold, the lowest bit first. Requires: there are as many as it takes.
  package init(count: Int, octets: [UInt8]) {
    var words = [UInt64](repeating: 0, count: Self.wordCount(for: count))
    for (index, octet) in octets.enumerated() { words[index / 8] |= UInt64(octet) << UInt64(index % 8 * 8) }
    self.init(count: count, words: words)
  }
}

extension PackedMaskSet {
  /// The key of the metadata that says how masks are stored.
  package static let format = (key: "format", value: "packed bits, lowest first")

  /// The masks in `file`: one tensor of bytes each, with the number of bits in the metadata.
  package init(reading file: Safetensors) throws(MalformedArtifact) {
    guard file.metadata[Self.format.key] == Self.format.value else {
      throw MalformedArtifact(artifact: Artifact.mask.rawValue, reason: "it does not hold packed masks")
    }
    var entries: [(String, PackedMask)] = []
    for name in file.names {
      guard let octets = file.tensors[name]?.octets, let count = file.metadata["bits.\(name)"].flatMap({ Int($0) }),
        count >= 0, octets.count == PackedMask.octetCount(for: count)
      else { throw MalformedArtifact(artifact: Artifact.mask.rawValue, reason: "tensor \(name) is not a packed mask") }
      entries.append((name, PackedMask(count: count, octets: octets)))
    }
    self.init(entries)
  }

  /// The masks as a file, one bit for each scalar in row-major order, the lowest bit of a byte first.
  package var safetensors: Safetensors {
    var file = Safetensors(metadata: [Self.format.key: Self.format.value])
    for entry in entries {
      let octets = entry.mask.octets
      file.tensors[entry.name] = Safetensors.Tensor(shape: [octets.count], bytes: octets)
      file.metadata["bits.\(entry.name)"] = "\(entry.mask.count)"
    }
    return file
  }
}
