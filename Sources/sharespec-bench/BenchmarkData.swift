import Corpora
import Model
import FoundationEssentials
import Networks
import Randomness

/// A corpus in numbers, cut into batches as training cuts it.
struct BenchmarkData {
  let batches: [Batch]
  let wordCount: Int
  let characterCount: Int
  let tagCount: Int

  /// Reads the column format; words are column 0, `tagColumn` holds the tags.
  init(path: String, tagColumn: Int, batchSize: Int) throws {
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    let corpus = try CorpusReader(
      .columns(ColumnLayout(token: 0, skip: ["-DOCSTART-"])),
      layers: [CorpusReader.Layer("tag", at: .column(tagColumn))]
    )
    .read([DataText(bytes, name: path)])
    let (words, tags) = (try corpus.column("token"), try corpus.column("tag"))
    let vocabulary = Vocabulary(training: [words], others: [], normalization: WordNormalization(lowercase: true))
    let encoded = try EncodedCorpus(corpus, vocabulary: vocabulary)
    let tagSet = TagSet(training: tags, others: [])
    let tagNumbers = tagSet.encode(tags)
    let plan = BatchPlan.training(
      lengths: corpus.sentenceLengths, size: batchSize, stream: RandomStream(seed: 1).derived("batches"))
    batches = plan.batches.map { Batch($0, of: encoded, tags: tagNumbers) }
    wordCount = vocabulary.words.count
    characterCount = vocabulary.characters.count
    tagCount = tagSet.tags.count
  }
}

extension Batch {
  /// The sentences with these numbers.
  fileprivate init(_ sentences: [Int], of corpus: EncodedCorpus, tags: [Int32]) {
    self.init(lengths: [], words: [])
    for sentence in sentences {
      let tokens = corpus.tokens(ofSentence: sentence)
      lengths.append(tokens.count)
      words += corpus.words[tokens]
      self.tags += tags[tokens]
      for token in tokens {
        let own = corpus.characters(ofToken: token)
        characterCounts.append(own.count)
        characters += own
      }
    }
  }
}
