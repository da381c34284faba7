import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Rates of this program and of another one, measured in turn.
struct PeerComparison {
  /// What runs the other program, as a shell reads it.
  let command: String

  private var peerRates: [Double] = []
  private var ownRates: [Double] = []

  init(command: String) { self.command = command }

  /// Runs the peer and takes note of its last line `tokens_per_s`.
  mutating func runPeer() throws {
    guard let stream = popen(command, "r") else { throw ValidationError("cannot run: \(command)") }
    var rate: Double?
    var buffer = [CChar](repeating: 0, count: 4096)
    while fgets(&buffer, Int32(buffer.count), stream) != nil {
      let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      if words.count == 2, words[0] == "tokens_per_s" { rate = Double(words[1]) }
    }
    guard pclose(stream) == 0, let rate else {
      throw ValidationError("this command failed or printed no line 'tokens_per_s NUMBER': \(command)")
    }
    peerRates.append(rate)
  }

  /// Takes note of what was measured here between two runs of the peer.
  mutating func noteOwn(rate: Double) { ownRates.append(rate) }

  /// Names and numbers, in order.
  var report: [(String, String)] {
    let ratios = ownRates.indices.map { ownRates[$0] / ((peerRates[$0] + peerRates[$0 + 1]) / 2) }
    return [
      ("peer_tokens_per_s", rounded(median(peerRates) ?? 0, places: 0)),
      ("lowest_ratio", rounded(ratios.min() ?? 0, places: 2)), ("ratio", rounded(median(ratios) ?? 0, places: 2)),
    ]
  }
}
