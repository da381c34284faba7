import Corpora
import Files
package import Planning
import Model

// Sizes of corpora, for commands that skip the check of data.

extension InputProbe {
  /// The sizes of those files of `corpora` that can be read.
  package func sizes(of corpora: [CorpusSource]) -> CorpusSizes {
    var sizes = CorpusSizes()
    for case .files(let corpus) in corpora {
      for file in corpus.inputFiles {
        guard let digest = file.digest, sizes[digest] == nil else { continue }
        sizes[digest] = size(of: file, digest, in: corpus.format)
      }
    }
    return sizes
  }

  private func size(of file: InputFile, _ digest: Digest, in format: CorpusFormat) -> CorpusSize? {
    let key = cache?.key("size", [Array(digest.description.utf8), Array("\(format)".utf8)])
    if let key, let known: [Int] = cache?.value(key), known.count == 2,
      known.allSatisfy({ (0...CorpusError.largestFile).contains($0) })
    {
      return CorpusSize(sentences: known[0], tokens: known[1])
    }
    guard let bytes = try? files.contents(of: file.path), let text = try? DataText(bytes, name: file.path) else {
      return nil
    }
    let corpus = CorpusReader(format).survey([text]).corpus
    if let key { cache?.keep([corpus.sentenceCount, corpus.tokenCount], as: key) }
    return CorpusSize(sentences: corpus.sentenceCount, tokens: corpus.tokenCount)
  }
}
