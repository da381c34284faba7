extension Int32 {
  /// The number of a tag that is missing: the annotation of the token does not say what its tag is.
  ///
  /// Tags are indices into a task's tag set; this is the only other number that stands for a token's gold tag.
  /// Such tokens count neither in losses nor in scores. No prediction is ever missing.
  package static let missingTag: Int32 = -1

  /// The tag with this number; `nil` if it is missing.
  package var knownTag: Int? { self == Self.missingTag ? nil : Int(self) }
}
