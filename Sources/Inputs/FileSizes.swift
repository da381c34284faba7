import Corpora
import Files
import Planning
import Text

/// The sizes of files of a corpus, as a cache keeps them.
struct FileSizes: JSONRepresentable {
  let byFile: [Digest: CorpusSize]

  init(byFile: [Digest: CorpusSize]) { self.byFile = byFile }

  init(reading json: LocatedJSON) throws(JSONValueError) {
    let written = try [String: [Int]](reading: json)
    var sizes: [Digest: CorpusSize] = [:]
    for (name, size) in written {
      // No file has more tokens, whatever a damaged entry says.
      guard let digest = Digest(name), size.count == 2, size.allSatisfy({ (0...CorpusError.largestFile).contains($0) })
      else {
        throw JSONValueError(message: "expected the size of a file", range: json.range)
      }
      sizes[digest] = CorpusSize(sentences: size[0], tokens: size[1])
    }
    byFile = sizes
  }

  var json: JSONValue {
    Dictionary(uniqueKeysWithValues: byFile.map { ($0.key.description, [$0.value.sentences, $0.value.tokens]) }).json
  }
}
