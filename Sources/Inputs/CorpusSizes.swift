import Files
package import Planning

// Sizes of corpora, for commands that skip the check of data.

extension InputProbe {
  /// The sizes of those files of `corpora` that can be read.
  package func sizes(of corpora: [CorpusSource]) -> CorpusSizes {
    var sizes = CorpusSizes()
    for corpus in Set(corpora) {
      for (digest, size) in self.sizes(of: corpus).byFile { sizes[digest] = size }
    }
    return sizes
  }

  private func sizes(of corpus: CorpusSource) -> FileSizes {
    let key = cache?.key("sizes", [corpus.canonical.encoded])
    if let key, let known: FileSizes = cache?.value(key) { return known }
    let reading = DatasetReading(
      DatasetSubject(name: nil, corpus: corpus, tasks: [], lowercase: false), files: files)
    let sizes = FileSizes(byFile: reading.sizes)
    if let key, reading.isComplete { cache?.keep(sizes, as: key) }
    return sizes
  }
}
