import Corpora
import ExperimentSpec
package import Files
import MaskTools
import Model
import Planning
import Running
import Synchronization

/// The corpora of a run, each read once however many stages use it.
///
/// What is given is a function of a source's identity alone, so that sharing changes no result.
package final class DatasetLibrary: Sendable {
  private let files: any FileSystem
  private let corpora = Mutex<[CorpusKey: Corpus]>([:])
  private let encoded = Mutex<[EncodedKey: EncodedCorpus]>([:])

  package init(files: any FileSystem = LocalFileSystem()) { self.files = files }

  /// The key of one split with one column of labels of one source.
  private struct CorpusKey: Hashable {
    let source: CorpusSource
    let split: Split
    let layer: TaskParameters.Target?

    /// What the corpus calls the column.
    let name: String?

    init(source: CorpusSource, split: Split, layer: TaskParameters.Target?) {
      self.source = source
      self.split = split
      self.layer = layer
      name =
        switch layer {
        case .column(let column): column.name
        case .layer, .derived, nil: nil
        }
    }
  }

  private struct EncodedKey: Hashable {
    let source: CorpusSource
    let split: Split
    let vocabulary: StageID
  }

  /// The splits of `source`, each with its tokens and, if `layer` names one, that column; the other splits are `nil`.
  func dataset(_ source: CorpusSource, layer: TaskParameters.Target?) throws(StageFailure) -> Dataset {
    let train = try corpus(source, .train, layer)
    let dev = try corpus(source, .dev, layer)
    return Dataset(train: train, dev: dev, test: source.has(.test) ? try corpus(source, .test, layer) : nil)
  }

  /// One split of `source` in numbers.
  func encodedCorpus(
    _ source: CorpusSource, _ split: Split, vocabulary: Vocabulary, from stage: StageID
  ) throws(StageFailure) -> EncodedCorpus {
    let key = EncodedKey(source: source, split: split, vocabulary: stage)
    if let known = encoded.withLock({ $0[key] }) { return known }
    let corpus = try corpus(source, split, nil)
    do throws(CorpusError) {
      let result = try EncodedCorpus(corpus, column: ColumnFilesSpec.tokenColumn, vocabulary: vocabulary)
      encoded.withLock { $0[key] = result }
      return result
    } catch {
      throw .corpus(error)
    }
  }

  /// One split of `source`, which has it, with its tokens and, if `layer` names one, that column.
  func corpus(
    _ source: CorpusSource, _ split: Split, _ layer: TaskParameters.Target?
  ) throws(StageFailure) -> Corpus {
    let key = CorpusKey(source: source, split: split, layer: layer)
    if let known = corpora.withLock({ $0[key] }) { return known }
    let corpus = try read(source, split, layer)
    corpora.withLock { $0[key] = corpus }
    return corpus
  }

  private func read(
    _ source: CorpusSource, _ split: Split, _ layer: TaskParameters.Target?
  ) throws(StageFailure) -> Corpus {
    switch source {
    case .synthetic(let sentences):
      return SyntheticCorpus.generate(split: split, sentences: sentences[split], seed: UInt64(sentences.seed))
    case .files(let corpus):
      switch split {
      case .train:
        let whole = corpus.dev.isEmpty ? try divide(corpus, layer).kept : try read(corpus.train, corpus, layer)
        return corpus.limit.map(whole.limited) ?? whole
      case .dev: return corpus.dev.isEmpty ? try divide(corpus, layer).heldOut : try read(corpus.dev, corpus, layer)
      case .test: return try read(corpus.test, corpus, layer)
      }
    }
  }

  /// The training files of a corpus without a development split, in two parts.
  private func divide(
    _ corpus: CorpusFiles, _ layer: TaskParameters.Target?
  ) throws(StageFailure) -> (kept: Corpus, heldOut: Corpus) {
    let whole = try read(corpus.train, corpus, layer)
    do throws(CorpusError) { return try whole.holdingOut(corpus.holdOut) } catch { throw .corpus(error) }
  }

  private func read(
    _ files: [InputFile], _ corpus: CorpusFiles, _ layer: TaskParameters.Target?
  ) throws(StageFailure) -> Corpus {
    var layers: [CorpusReader.Layer] = []
    if case .column(let column) = layer { layers.append(column.layer) }
    let texts = try files.map { file throws(StageFailure) in (try contents(of: file, upTo: .corpus), file.path) }
    do throws(CorpusError) {
      return try CorpusReader(corpus.format, layers: layers).read(
        texts.map { text throws(CorpusError) in try DataText(text.0, name: text.1) })
    } catch {
      throw .corpus(error)
    }
  }

  /// The content of a file, which must be what it was when the plan was made.
  func contents(of file: InputFile, upTo limit: SizeLimit) throws(StageFailure) -> [UInt8] {
    let bytes: [UInt8]
    do throws(FileFailure) { bytes = try files.contents(of: file.path, upTo: limit) } catch { throw .file(error) }
    guard Digest(of: bytes) == file.digest else { throw .changedInput(path: file.path) }
    return bytes
  }
}

extension TaskParameters.LayerColumn {
  /// The column as a reader of corpora knows it.
  var layer: CorpusReader.Layer { CorpusReader.Layer(name, at: place) }
}
