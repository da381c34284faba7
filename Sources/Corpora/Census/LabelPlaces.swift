import Model

extension CorpusReader {
  /// Where the line numbered `number` of `text` has the column called `column`; the whole line where the format does
  /// not tell, and `nil` if there is no such line.
  package func place(of column: String, inLine number: Int, of text: DataText) -> TextLine? {
    var scanner = LineScanner(text)
    var line: LineScanner.Line?
    while let next = scanner.next() {
      line = next
      if next.number == number { break }
    }
    guard let line, line.number == number else { return nil }
    var fields: [Range<Int>] = []
    let place = layers.first { $0.name == column }?.place
    switch format {
    case .columns(let layout):
      switch layout.separator {
      case .blanks: scanner.split(line, into: &fields)
      case .tab: scanner.splitAtTabs(line, into: &fields)
      }
      guard case .column(let index)? = place ?? .column(layout.token), fields.indices.contains(index) else { break }
      return scanner.shown(line, at: fields[index])
    case .conllu:
      scanner.splitAtTabs(line, into: &fields)
      guard case .conllu(let layer)? = place ?? .conllu(.column(.form)), fields.indices.contains(layer.column.index)
      else { break }
      return scanner.shown(line, at: fields[layer.column.index])
    case .jsonl: break
    }
    return scanner.shown(line)
  }
}
