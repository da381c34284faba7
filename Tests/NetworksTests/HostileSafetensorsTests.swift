@testable import TensorFiles
import Randomness
import Testing

@testable import Networks

/// A file with this header and so many bytes of data.
private func file(_ header: [UInt8], data: Int = 0) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + [UInt8](repeating: 0, count: data)
}

private func entry(_ name: String, _ shape: String, _ offsets: String, type: String = "U8") -> String {
  #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
}

private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

/// Headers that promise more than there is, contradict themselves, or are built to exhaust who reads them.
private let hostileHeaders: [String: String] = [
  "an offset of 2⁶³": "{\(entry("a", "[1]", "[0,9223372036854775808]"))}",
  "an offset of 2⁶³ − 1": "{\(entry("a", "[1]", "[0,9223372036854775807]"))}",
  "offsets at the end of the range": "{\(entry("a", "[1]", "[9223372036854775806,9223372036854775807]"))}",
  "descending offsets": "{\(entry("a", "[1]", "[4,3]"))}",
  "data beyond the end": "{\(entry("a", "[5]", "[0,5]"))}",
  "data before the first tensor": "{\(entry("a", "[3]", "[1,4]"))}",
  "a gap": "{\(entry("a", "[1]", "[0,1]")),\(entry("b", "[2]", "[2,4]"))}",
  "data behind the last tensor": "{\(entry("a", "[3]", "[0,3]"))}",
  "data of nobody": "{}",
  "overlapping tensors": "{\(entry("a", "[3]", "[0,3]")),\(entry("b", "[3]", "[1,4]"))}",
  "a tensor within another": "{\(entry("a", "[4]", "[0,4]")),\(entry("b", "[1]", "[1,2]"))}",
  "two tensors in one place": "{\(entry("a", "[4]", "[0,4]")),\(entry("b", "[4]", "[0,4]"))}",
  "a name twice, once in escapes": "{\(entry("a", "[2]", "[0,2]")),\(entry("\\u0061", "[2]", "[2,4]"))}",
  "metadata twice": #"{"__metadata__":{},"__metadata__":{},\#(entry("a", "[4]", "[0,4]"))}"#,
  "a shape whose size wraps around": "{\(entry("a", "[4611686018427387904,4,4]", "[0,4]"))}",
  "a shape whose size wraps around to what is there": "{\(entry("a", "[4611686018427387905,4]", "[0,4]"))}",
  "a shape of a million extents": "{\(entry("a", "[\(repeated("2,", 1_000_000))2]", "[0,4]"))}",
  "an array in the shape": "{\(entry("a", "[[4]]", "[0,4]"))}",
  "a hundred thousand arrays in each other": "{\(entry("a", repeated("[", 100_000), "[0,4]"))}",
  "a hundred thousand objects in each other": repeated(#"{"a":"#, 100_000),
  "deep metadata": #"{"__metadata__":\#(repeated(#"{"a":"#, 100_000))1"#,
  "a name without end": "{\"" + repeated("a", 1_000_000),
  "a million backslashes": "{\"" + repeated("\\\\", 500_000),
  "halves of characters": #"{\#(entry("\\udc00", "[4]", "[0,4]"))}"#,
  "blanks alone": repeated(" ", 100_000),
]

@Test(arguments: hostileHeaders.keys.sorted())
func hostileHeadersAreRefused(what: String) throws {
  let header = try #require(hostileHeaders[what])
  #expect(throws: SafetensorsError.self) { try Safetensors(parsing: file(Array(header.utf8), data: 4)) }
}

@Test func namesThatAreNoTextAreRefused() {
  for bytes in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]] {
    let header = Array("{\"".utf8) + bytes + Array("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}".utf8)
    #expect(throws: SafetensorsError.self) { try Safetensors(parsing: file(header)) }
  }
}

/// Whatever is put together from what headers consist of is refused, or read as a file that accounts for every byte.
@Test func headersPutTogetherAtRandomAreReadExactlyOrRefused() throws {
  let pieces = [
    "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "\"dtype\":\"U8\"", "\"dtype\":\"F32\"", "\"shape\":[1]",
    "\"shape\":[]", "\"shape\":[0,9]", "\"data_offsets\":[0,1]", "\"data_offsets\":[1,2]", "\"data_offsets\":[0,4]",
    "\"__metadata__\":{\"k\":\"v\"}", " ", "0", "18446744073709551616", "null", "\\", "\u{0}",
    entry("a", "[1]", "[0,1]"), entry("b", "[1]", "[1,2]"), entry("c", "[1]", "[0,4]", type: "F32"),
  ]
  var stream = RandomStream(seed: 5)
  var read = 0
  for _ in 0..<20_000 {
    let count = Int.random(in: 0...5, using: &stream)
    let body = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &stream)] }
    let data = Int.random(in: 0...5, using: &stream)
    let joined = Bool.random(using: &stream) ? "{\(body.joined(separator: ","))}" : body.joined()
    guard let parsed = try? Safetensors(parsing: file(Array(joined.utf8), data: data)) else { continue }
    read += 1
    #expect(parsed.tensors.values.reduce(0) { $0 + $1.bytes.count } == data, "\(joined)")
  }
  #expect(read > 100, "some of them are files")
}
