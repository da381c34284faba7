import Testing

@testable import Planning

@Test func encodingsAreAsDocumented() {
  let value = CanonicalValue.record([
    "b": .boolean(true), "i": .integer(-3), "r": .real(0.5), "t": .text("é"), "l": .list([.boolean(false)]),
  ])
  #expect(String(decoding: value.encoded, as: UTF8.self) == "d5:s1:bts1:ii-3;s1:rr3fe0000000000000;s1:ts2:és1:ll1:f")
}

@Test func differentValuesHaveDifferentEncodings() {
  let values: [CanonicalValue] = [
    .text("1"), .integer(1), .real(1), .boolean(true), .list([]), .list([.list([])]), .record([]), .text(""),
    .list([.text("ab"), .text("c")]), .list([.text("a"), .text("bc")]), .list([.text("abc")]),
  ]
  #expect(Set(values.map(\.encoded)).count == values.count)
}

@Test func zeroHasOneEncoding() { #expect(CanonicalValue.real(-0.0).encoded == CanonicalValue.real(0).encoded) }
