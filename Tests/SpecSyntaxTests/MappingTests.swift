import Diagnostics
import Testing

@testable import SpecSyntax

private func mapping(_ keys: [String]) -> Mapping {
  let range = SourceRange(SourceFile(name: "a.yaml", text: ""), 0..<0)
  return Mapping(entries: keys.map { Entry(key: $0, keyRange: range, value: Node(.sequence([]), at: range)) })
}

@Test(arguments: [0, 1, 8, 9, 100])
func entriesAreFoundByKey(count: Int) {
  let keys = (0..<count).map { "key\($0)" }
  let mapping = mapping(keys)
  #expect(mapping.entries.map(\.key) == keys)
  for key in keys { #expect(mapping[key]?.key == key) }
  #expect(mapping["other"] == nil)
}

@Test func mappingsAreEqualByTheirEntriesInOrder() {
  #expect(mapping(["a", "b"]) == mapping(["a", "b"]))
  #expect(mapping(["a", "b"]) != mapping(["b", "a"]))
  #expect(mapping(["a"]).hashValue == mapping(["a"]).hashValue)
}
