import Testing
@testable import Diagnostics

@Test func positionsCountScalars() {
  let file = SourceFile(name: "a.yaml", text: "é: x\r\nsecond\n")
  #expect(file.position(at: 4) == SourcePosition(line: 1, column: 4))
  #expect(file.lineText(1) == "é: x")
  #expect(file.position(at: 7) == SourcePosition(line: 2, column: 1))
  #expect(file.lineCount == 3)
}
