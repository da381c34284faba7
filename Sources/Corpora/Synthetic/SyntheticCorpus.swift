package import Model
import Randomness

/// Built-in corpora, so that every experiment can be tried without anybody's data.
///
/// The language has the grammar of simple English newspaper sentences and mostly made-up words. Its layers fit each
/// other: names are proper nouns inside noun phrases, verbs agree with their subjects, and endings reveal parts of
/// speech as they do in English. Learning one layer therefore helps with another.
package enum SyntheticCorpus {
  /// The columns of every synthetic corpus: words, parts of speech (Penn Treebank), base phrases and names (BIO2).
  package static let columns = ["token", "pos", "chunk", "ner"]

  /// What the corpora are like; part of a stage's identity, to be raised with every change of what is generated.
  package static let version = 1

  /// A corpus of `sentences` sentences. Requires: `sentences` is positive.
  ///
  /// Determinism: equal arguments give equal corpora, and a shorter corpus is the start of a longer one. The splits of
  /// a seed share their vocabulary but no stream of random numbers.
  package static func generate(split: Split, sentences: Int, seed: UInt64) -> Corpus {
    precondition(sentences > 0, "a corpus without sentences")
    let root = RandomStream(seed: seed).derived("synthetic corpus")
    let lexicon = SyntheticLexicon(stream: root.derived("lexicon"))
    var builder = CorpusBuilder(name: "synthetic \(split.rawValue) (seed \(seed))", columns: columns)
    let sentenceStream = root.derived("sentences", split.rawValue)
    for number in 0..<sentences {
      var grammar = SentenceGrammar(
        lexicon: lexicon, choices: Choices(sentenceStream.derived(number)))
      for token in grammar.sentence() {
        let texts = [token.word, token.tag.rawValue, token.chunk, token.entity]
        for (column, text) in texts.enumerated() { builder.append(text, toColumn: column) }
        builder.endToken()
      }
      builder.endSentence()
    }
    return builder.corpus
  }
}
