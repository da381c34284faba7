package import Corpora
package import Text

/// What `vector_coverage.json` holds: how much of the corpora pretrained vectors cover, and what their file holds.
package struct VectorCoverageFile: Hashable, Sendable {
  /// The coverage of the words of all corpora and splits that the vocabulary is made from.
  package let coverage: VectorCoverage

  /// What was seen in the file of vectors.
  package let file: WordVectorsTally

  package init(coverage: VectorCoverage, file: WordVectorsTally) {
    self.coverage = coverage
    self.file = file
  }
}

extension VectorCoverageFile: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(coverage: try json.value("coverage"), file: try json.value("file"))
  }

  package var json: JSONValue { ["coverage": coverage.json, "file": file.json] }
}
