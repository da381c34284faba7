@testable import TensorFiles
import Testing

@testable import Networks

/// A file with this header and data.
private func file(_ header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
  let length = length ?? UInt64(header.utf8.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8)
    + [UInt8](repeating: 0, count: data)
}

private func entry(_ name: String, _ type: String, _ shape: String, _ offsets: String) -> String {
  #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
}

@Suite struct SafetensorsTests {
  private let sample = Safetensors(
    tensors: [
      "b": .init(shape: [2, 3], floats: [1, -2, 3.5, .infinity, -0, Float.leastNonzeroMagnitude]),
      "a": .init(shape: [3], bytes: [1, 0, 255]),
      "größe \"q\"\\\n": .init(shape: [], integers: [.min]),
      "empty": .init(shape: [0, 4], floats: []),
    ],
    metadata: ["case": "say \"hi\"\t🙂", "a": ""])

  @Test func whatIsWrittenIsRead() throws {
    let read = try Safetensors(parsing: sample.serialised())
    #expect(read == sample)
    #expect(read.tensors["b"]?.floats == [1, -2, 3.5, .infinity, -0, Float.leastNonzeroMagnitude])
    #expect(read.tensors["a"]?.octets == [1, 0, 255])
    #expect(read.tensors["größe \"q\"\\\n"]?.integers == [.min])
  }

  @Test func writingIsCanonicalAndAligned() throws {
    var rebuilt = Safetensors()
    for name in sample.names.reversed() { rebuilt.tensors[name] = sample.tensors[name] }
    for key in sample.metadata.keys.sorted() { rebuilt.metadata[key] = sample.metadata[key] }
    #expect(rebuilt.serialised() == sample.serialised())
    let two = Safetensors(tensors: ["x": .init(shape: [1], bytes: [7]), "w": .init(shape: [1], floats: [1])])
    let header =
      #"{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"U8","shape":[1],"data_offsets":[4,5]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    #expect(two.serialised() == file(padded) + [0, 0, 0x80, 0x3f, 7])
  }

  @Test(arguments: OracleTests.oracles)
  func oracleFilesSurviveARoundTrip(oracle: Oracle) throws {
    #expect(try Safetensors(parsing: oracle.content.serialised()) == oracle.content)
  }

  @Test(
    arguments: [
      ([], SafetensorsError.truncated(expected: 8, found: 0)),
      ([1, 0, 0], .truncated(expected: 8, found: 3)),
      (file("{}", length: 3), .truncated(expected: 11, found: 10)),
      (file("{}", length: .max), .headerTooLong(.max)),
      (file("{}", length: 1 << 40), .headerTooLong(1 << 40)),
      (file(""), .malformedHeader(offset: 0, reason: "expected '{'")),
      (file("[]"), .malformedHeader(offset: 0, reason: "expected '{'")),
      (file("{} x"), .malformedHeader(offset: 3, reason: "expected nothing after the value")),
      (file(#"{"a"#), .malformedHeader(offset: 3, reason: "expected the end of a text")),
      (file(#"{"\ud800":1}"#), .malformedHeader(offset: 8, reason: "expected a whole character")),
      (
        file("{\(entry("a", "F32", "[1]", "[0,4]")),\(entry("a", "F32", "[1]", "[4,8]"))}", data: 8),
        .malformedHeader(offset: 54, reason: "the name \"a\" occurs twice")
      ),
      (
        file(#"{"__metadata__":{"k":"1","k":"2"}}"#),
        .malformedHeader(offset: 25, reason: "the name \"k\" occurs twice")
      ),
      (file("{\(entry("a", "F8", "[1]", "[0,1]"))}", data: 1), .unknownElementType(tensor: "a", type: "F8")),
      (file("{\(entry("a", "F32", "[2]", "[0,4]"))}", data: 4), .wrongSize(tensor: "a", expected: 8, found: 4)),
      (
        file("{\(entry("a", "F32", "[4294967296,4294967296,2]", "[0,4]"))}", data: 4),
        .wrongSize(tensor: "a", expected: nil, found: 4)
      ),
      (file("{\(entry("a", "U8", "[4]", "[2,6]"))}", data: 6), .notContiguous(tensor: "a", expected: 0, found: 2)),
      (
        file("{\(entry("a", "U8", "[4]", "[0,4]")),\(entry("b", "U8", "[4]", "[2,6]"))}", data: 6),
        .notContiguous(tensor: "b", expected: 4, found: 2)
      ),
      (file("{\(entry("a", "U8", "[4]", "[0,4]"))}", data: 3), .wrongDataLength(expected: 4, found: 3)),
      (file("{\(entry("a", "U8", "[4]", "[0,4]"))}", data: 5), .wrongDataLength(expected: 4, found: 5)),
    ] as [([UInt8], SafetensorsError)])
  func hostileFilesAreRefused(bytes: [UInt8], error: SafetensorsError) {
    #expect(throws: error) { try Safetensors(parsing: bytes) }
  }

  @Test(arguments: [
    entry("a", "U8", "[-1]", "[0,0]"), entry("a", "U8", "[1.0]", "[0,1]"), entry("a", "U8", "[01]", "[0,1]"),
    entry("a", "U8", "[99999999999999999999]", "[0,0]"), entry("a", "U8", "[0]", "[1,0]"),
    entry("a", "U8", "[0]", "[0]"), entry("a", "U8", "[0]", "[0,0,0]"), entry("a", "U8", "[0,]", "[0,0]"),
    #""a":{"dtype":"U8","shape":[0]}"#, #""a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}"#,
    #""a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"more":[]}"#, #""a":null"#, #""__metadata__":{"a":1}"#,
    #""a" "b""#, #""\x":{}"#, "\"\u{1}\":{}",
  ])
  func malformedEntriesAreRefused(entry: String) {
    let error = #expect(throws: SafetensorsError.self) { try Safetensors(parsing: file("{\(entry)}", data: 1)) }
    guard case .malformedHeader = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// Damage gives an error or another content, never a crash.
  @Test func everyDamagedByteIsSurvived() {
    let bytes = sample.serialised()
    for index in bytes.indices {
      for flip in [UInt8(1), 0x80, 0xff] {
        var damaged = bytes
        damaged[index] ^= flip
        if let read = try? Safetensors(parsing: damaged) { #expect(read != sample) }
      }
      #expect(throws: SafetensorsError.self) { try Safetensors(parsing: Array(bytes[..<index])) }
    }
  }
}
