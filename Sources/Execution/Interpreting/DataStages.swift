import Corpora
import ExperimentSpec
import Files
import MaskAlgebra
import Networks
import Planning
import Randomness
import Running
import Store
import TensorFiles

extension StageInterpreter {
  /// Numbers words and characters, and takes the pretrained vectors of the words out of their file.
  func makeVocabulary(_ operation: VocabularyOperation) throws(StageFailure) -> [(Artifact, [UInt8])] {
    var training: [CorpusColumn] = []
    var others: [CorpusColumn] = []
    for source in operation.corpora {
      let dataset = try library.dataset(source, layer: nil)
      training.append(try tokens(of: dataset.train))
      others.append(try tokens(of: dataset.dev))
      if let test = dataset.test { others.append(try tokens(of: test)) }
    }
    let normalization = WordNormalization(lowercase: operation.lowercase)
    let wanted = Vocabulary.wanted(training + others, normalization)
    let vectors: Corpora.WordVectors? =
      if let file = operation.pretrained { try readVectors(file, operation.dimension, wanted) } else { nil }
    let vocabulary = Vocabulary(
      training: training, others: others, vectors: vectors, normalization: normalization,
      minimumCount: operation.minimumCount)
    let file = VocabularyFile(
      words: vocabulary.words, characters: vocabulary.characters, lowercase: operation.lowercase)
    var artifacts = [(Artifact.vocabulary, try encodedArtifact(file, for: .vocabulary))]
    if let vectors {
      artifacts.append((.wordVectors, wordVectorTensors(vectors, vocabulary).serialised()))
      let coverage = VectorCoverageFile(
        coverage: VectorCoverage(of: training + others, normalization, by: vectors), file: vectors.tally)
      artifacts.append((.vectorCoverage, try encodedArtifact(coverage, for: .vectorCoverage)))
    }
    return artifacts
  }

  private func tokens(of corpus: Corpus) throws(StageFailure) -> CorpusColumn {
    do throws(CorpusError) {
      return try corpus.column(ColumnFilesSpec.tokenColumn)
    } catch {
      throw .corpus(error)
    }
  }

  private func readVectors(
    _ file: InputFile, _ dimension: Int, _ wanted: [String]
  ) throws(StageFailure) -> Corpora.WordVectors {
    let bytes = try library.contents(of: file, upTo: .wordVectors)
    let vectors: Corpora.WordVectors
    do throws(WordVectorsError) {
      vectors = try Corpora.WordVectors.read(bytes, name: file.path, wanted: wanted)
    } catch {
      throw .wordVectors(error)
    }
    guard vectors.dimension == dimension else {
      throw .dimension(path: file.path, found: vectors.dimension, expected: dimension)
    }
    return vectors
  }

  /// The rows of the embedding that have a pretrained vector, and the vectors. Shapes: [R], [R, dimension].
  private func wordVectorTensors(_ vectors: Corpora.WordVectors, _ vocabulary: Vocabulary) -> Safetensors {
    var rows: [Int64] = []
    var values: [Float] = []
    for (row, source) in vocabulary.rows(in: vectors).enumerated() {
      guard let source else { continue }
      rows.append(Int64(row))
      values += vectors[source]
    }
    return Safetensors(tensors: [
      "rows": Safetensors.Tensor(shape: [rows.count], integers: rows),
      "vectors": Safetensors.Tensor(shape: [rows.count, vectors.dimension], floats: values),
    ])
  }

  /// Draws the parameters that training starts from.
  func initialize(_ operation: InitializeOperation, _ stage: Stage) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let (vocabulary, source) = try readVocabulary(of: stage)
    let tasks = try readData(of: operation.tasks, vocabulary: vocabulary, from: source)
    let shape = NetworkShape(operation.network, vocabulary: vocabulary, tasks: tasks, masks: nil)
    let vectors: Networks.WordVectors? =
      if stage.input(.wordVectors) != nil { try readWordVectors(of: stage, for: shape.words) } else { nil }
    let parameters = Parameters.initialised(
      shape, stream: RandomStream(seed: UInt64(operation.seed)).derived("initialize"), wordVectors: vectors)
    return [(.weights, parameters.safetensors().serialised())]
  }

  /// The pretrained vectors, for rows of `table` and of its dimension.
  private func readWordVectors(
    of stage: Stage, for table: NetworkShape.Table
  ) throws(StageFailure) -> Networks.WordVectors {
    let file = try readTensors(.wordVectors, of: stage)
    guard let rows = file.tensors["rows"]?.integers, let values = file.tensors["vectors"]?.floats else {
      throw .malformed(artifact: Artifact.wordVectors.rawValue, reason: "'rows' or 'vectors' is missing")
    }
    guard values.count == rows.count * table.dimension, rows.allSatisfy({ (0..<table.count).contains(Int($0)) }) else {
      throw .malformed(artifact: Artifact.wordVectors.rawValue, reason: "its vectors do not fit the vocabulary")
    }
    return Networks.WordVectors(rows: rows.map(Int.init), values: Array(values))
  }
}
