/// The most bytes that are read of files of one kind. Larger files are refused before anything is read.
package struct SizeLimit: Hashable, Sendable {
  package let bytes: Int

  /// One such file, as messages call it: "a plan".
  package let subject: String

  /// The limit of `bytes` for files that messages call `subject`.
  package init(_ subject: String, bytes: Int) {
    self.subject = subject
    self.bytes = bytes
  }

}

extension SizeLimit {
  /// The limit of a plan or of a part of one. Plans of ten thousand variants have some 60 MB.
  package static let plan = SizeLimit("a plan", bytes: 2 << 30)

  /// The limit of a corpus file, which takes some 13 times its size in memory.
  package static let corpus = SizeLimit("a corpus file", bytes: 512 << 20)

  package static let wordVectors = SizeLimit("a file of word vectors", bytes: 8 << 30)

  /// The limit of a mask file, which holds at most eight bytes for each of 2³¹ parameters.
  package static let maskFile = SizeLimit("a mask file", bytes: 16 << 30)

  /// The limit of what a stage makes: a few numbers for each of 2³¹ parameters, in checkpoints.
  package static let artifact = SizeLimit("a file of a store", bytes: 64 << 30)

  /// The limit of an artifact that is said to have `size` bytes: a MiB more, so that a record with a wrong size is told
  /// from an object that is damaged.
  package static func artifact(size: Int) -> SizeLimit {
    let grace = 1 << 20
    return SizeLimit("an artifact of this record", bytes: min(size, artifact.bytes - grace) + grace)
  }

  /// The limit of what a store says about a stage or a run.
  package static let record = SizeLimit("a record of a store", bytes: 64 << 20)

  package static let stageLog = SizeLimit("the log of a stage", bytes: 256 << 20)

  /// The limit of what is remembered about a data file.
  package static let cachedFact = SizeLimit("a file of a cache", bytes: 256 << 20)

  /// The limit of text to tag on standard input.
  package static let taggedInput = SizeLimit("text to tag", bytes: 256 << 20)

  /// The limit of a file of the system, such as those in `/proc`.
  package static let systemFile = SizeLimit("a file of the system", bytes: 16 << 20)
}
