import Testing

@testable import Inputs

/// A further test set whose column a line lacks is reported before anything is trained, as a line of its file.
@Test func columnsOfFurtherSetsAreRead() throws {
  let folder = try DataFolder([
    "train.txt": "a B-X\nb O\n\nc B-X\n", "dev.txt": "a B-X\nb O\n",
    "wild.txt": "1 a B-X\n2 b\n\n1 c O\n",
  ])
  let text = specification(more: "evaluate: {wild: {dataset: w}}").replacing(
    "datasets:\n",
    with: "datasets:\n  w: {format: columns, files: {test: wild.txt}, columns: {token: 1, tag: 2}}\n")
  let census = try folder.census(text)
  #expect(census.findings.count == 1)
  #expect(census.findings.first?.hasPrefix("E0801 wild.txt:2:") == true, "\(census.findings)")
  // Without the set nobody reads the column.
  let without = try folder.census(text.replacing("evaluate: {wild: {dataset: w}}", with: ""))
  #expect(!without.findings.contains { $0.contains("'tag'") }, "\(without.findings)")
}
