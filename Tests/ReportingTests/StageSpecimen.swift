@testable import Planning

/// A stage for displays and logs, which know it by its number and name.
func specimen(_ number: Int, called name: String) -> Stage {
  Stage(
    .vocabulary(
      VocabularyOperation(corpora: [], lowercase: true, minimumCount: 1, pretrained: nil, dimension: number + 1)),
    inputs: [], for: .vocabulary, called: name)
}
