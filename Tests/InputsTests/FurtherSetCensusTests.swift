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

/// Labels of a further test set are held against the scheme and the training data of the tasks that it scores.
@Test func labelsOfFurtherSetsAreLookedAt() throws {
  let folder = try DataFolder([
    "train.txt": "a B-X\nb O\n\nc B-X\n", "dev.txt": "a B-X\nb O\n", "wild.txt": "1 a B-Y\n2 b I-X\n\n1 c O\n",
    "odd.txt": "1 a U-X\n",
  ])
  let text = specification(more: "evaluate: {wild: {dataset: w}}").replacing(
    "datasets:\n",
    with: "datasets:\n  w: {format: columns, files: {test: wild.txt}, columns: {token: 1, tag: 2}}\n")
  #expect(
    try folder.census(text).findings == [
      "W0802 wild.txt:1:5: the test data has 1 span with types that training data lacks: 'Y' (1)",
      "W0801 wild.txt:2:5: 'I-X' after 'B-Y' contradicts bio2 in the column 'tag'",
    ])
  let odd = try folder.census(text.replacing("wild.txt", with: "odd.txt"))
  #expect(
    odd.findings == ["E0803 odd.txt:1:5: expected a bio2 tag in column 'tag' (O, B-TYPE or I-TYPE), found 'U-X'"])
}
