import Diagnostics
import MaskAlgebra
import Model
import Testing

/// Files with new names, two of them the same, in another order than before.
private func renamed(_ symbol: LearnedMask) -> LearnedMask {
  guard case .file(let path, let task) = symbol else { return symbol }
  return .file(path: ["a": "z", "b": "m", "c": "m"][path] ?? path, task: task)
}

/// Renaming what learned masks go by gives the mask that the renamed expression means.
@Test(arguments: 0..<200 as Range<UInt64>)
func renamingIsRenamingWhatIsWritten(seed: UInt64) throws {
  let base = ParameterUniverse(
    characters: CharacterShape(dimension: 1, filters: 1, width: 1), wordDimension: 1,
    encoder: Encoder(.bilstm, layers: 1, hidden: 1),
    towers: .none, tasks: ["ner"])
  func leaves(_ name: (LearnedMask) -> LearnedMask) -> [MaskExpression] {
    let symbols: [LearnedMask] =
      ["a", "b", "c"].map { .file(path: $0, task: nil) }
      + [.imp(task: "ner", .round(1)), .imp(task: "ner", .round(2)), .random(keep: 0.5, seed: 1)]
    return symbols.map { name($0).expression } + [MaskExpression(.all)]
  }
  func configuration(_ leaves: [MaskExpression]) throws -> MaskConfiguration {
    var generator = TestGenerator(seed: seed)
    let expression = generator.expression(depth: 4, leaves: leaves)
    return try MaskConfiguration(
      universe: base, [.init(task: "ner", mask: mask(expression.description, in: base, tasks: ["ner"]))])
  }
  let written = try configuration(leaves { $0 })
  #expect(try written.renaming(renamed) == configuration(leaves(renamed)))
  #expect(try written.renaming { $0 } == written)
}

@Test func anExpressionKnowsItsFiles() throws {
  let paths = try expression(#"file("a") & ~(file("b", ner) | imp(ner)) - file("a")"#).filePaths
  #expect(paths.map(\.value) == ["a", "b", "a"])
  #expect(paths.map { $0.range?.text } == ["\"a\"", "\"b\"", "\"a\""])
}
