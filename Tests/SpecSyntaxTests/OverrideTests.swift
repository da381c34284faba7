import Diagnostics
import Testing

@testable import SpecSyntax

/// The override that `argument` is, and what is wrong with it.
private func override(_ argument: String) -> (override: Override?, log: DiagnosticLog) {
  var log = DiagnosticLog()
  let file = SourceFile(name: "<command line>", text: argument)
  return (parseOverride(argumentsFile: file, line: 1, log: &log), log)
}

@Test(arguments: [
  ("a=1", ["a"], "1"), ("training.batch=32", ["training", "batch"], "32"),
  ("sharing.masks.*=tower(self) & imp(self)", ["sharing", "masks", "*"], "tower(self) & imp(self)"),
  ("a.\"b.c=d \\\"\\\\\".e=x", ["a", "b.c=d \"\\", "e"], "x"), ("é.漢=😀", ["é", "漢"], "😀"),
  ("a==", ["a"], "="),
  ("a= x ", ["a"], "x"), ("a=''", ["a"], "''"), ("a=\"x # y\"", ["a"], "\"x # y\""),
  ("a=[1, {b: c}]", ["a"], "[1, {b: c}]"),
  ("a=-1", ["a"], "-1"), ("a=--- x", ["a"], "--- x"), ("a=x#y", ["a"], "x#y"), ("a=1,2", ["a"], "1,2"),
  ("a={}", ["a"], "{}"),
])
func overridesArePathsAndValues(argument: String, path: [String], value: String) throws {
  let (found, log) = override(argument)
  #expect(log.diagnostics == [])
  let parsed = try #require(found)
  #expect(parsed.path.map(\.name) == path)
  #expect(parsed.value.range.text == value)
  #expect(
    parsed.path.map(\.range.text).joined(separator: ".")
      == argument.prefix(parsed.path.last?.range.bytes.upperBound ?? 0, of: argument))
}

extension String {
  /// The first `count` bytes of `text`.
  fileprivate func prefix(_ count: Int, of text: String) -> String {
    String(decoding: text.utf8.prefix(count), as: UTF8.self)
  }
}

@Test(arguments: [
  ("", "E0130", 1..<1), ("a", "E0130", 1..<2), ("a.b", "E0130", 1..<4), ("=1", "E0130", 1..<1),
  ("a..b=1", "E0130", 3..<3),
  (".a=1", "E0130", 1..<1), ("a.=1", "E0130", 3..<3), ("a b=1", "E0130", 1..<4), ("a =1", "E0130", 1..<3),
  ("a\"b\"=1", "E0130", 1..<5), ("\"a=1", "E0130", 1..<5), ("\"a\\n\"=1", "E0130", 1..<4),
  ("\"a\"b=1", "E0130", 4..<7),
  ("a=", "E0131", 2..<3), ("a=  ", "E0131", 2..<3), ("a=&x", "E0131", 2..<3), ("a=- b", "E0131", 3..<6),
  ("a=b: c", "E0131", 3..<7),
  ("a=|", "E0131", 3..<4),
  ("a=x # y", "E0131", 5..<8), ("a=[1", "E0105", 3..<4), ("a=[1 # ]", "E0105", 3..<4),
  ("a='x", "E0105", 3..<4),
  ("a=*x", "E0114", 3..<5), ("a=!!int 1", "E0109", 3..<8), ("a={b: 1, b: 2}", "E0112", 10..<11),
  ("a=@x", "E0105", 3..<4),
  ("a=\t1", "E0103", 3..<4), ("a=\u{1B}", "E0104", 3..<4), ("a=[1] x", "E0105", 7..<8),
])
func otherOverridesAreRefused(argument: String, code: String, columns: Range<Int>) throws {
  let (found, log) = override(argument)
  #expect(found == nil)
  #expect(log.diagnostics.map(\.code.id) == [code])
  let range = try #require(log.diagnostics.first?.range)
  #expect(range.start.column..<range.end.column == columns, "\(log.diagnostics)")
}

@Test func placesPointIntoTheCommandLine() throws {
  var log = DiagnosticLog()
  let overrides = try #require(parseOverrides(["a=1", "b.c={d: [x, y]}"], log: &log))
  #expect(overrides.map { $0.path.map(\.name) } == [["a"], ["b", "c"]])
  #expect(overrides[1].path[1].range.description == "<command line>:2:3")
  let elements = try #require(overrides[1].value.mapping?["d"]?.value.sequence)
  #expect(elements.map(\.range.description) == ["<command line>:2:10", "<command line>:2:13"])
}

@Test func everyWrongOverrideIsReported() {
  var log = DiagnosticLog()
  #expect(parseOverrides(["a", "b=1", "c=[", "d=1\nd=2", "e=*x"], log: &log) == nil)
  #expect(log.diagnostics.map(\.code.id) == ["E0130", "E0105", "E0131", "E0114"])
  #expect(log.diagnostics.map { $0.range?.start.line } == [1, 3, 4, 6])
  var empty = DiagnosticLog()
  #expect(parseOverrides([], log: &empty)?.count == 0)
}
