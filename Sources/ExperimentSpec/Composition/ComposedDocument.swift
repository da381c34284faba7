package import Diagnostics
package import SpecSyntax

/// A specification's file laid over the files that it extends, as one located tree.
///
/// Files are laid like variants: mappings merge key by key, everything else is replaced and remembers what it replaced.
/// Of several files under `extends` a later one is laid over an earlier one, and the file itself over all of them.
package struct ComposedDocument: Sendable {
  /// The file that was asked for.
  package let file: SourceFile

  /// The tree of all files, without `extends`.
  package let root: Node

  /// Whether all files could be read; otherwise nothing is known of what is missing.
  let isComplete: Bool

  /// Where each other file is brought in, in the order of reading.
  let inclusions: [Inclusion]

  /// A file and the place under `extends` that names it.
  struct Inclusion: Sendable {
    let file: SourceFile
    let place: SourceRange
  }

  /// The document alone. It must not extend others.
  package init(_ document: SpecDocument) {
    file = document.file
    root = document.root
    isComplete = true
    inclusions = []
  }

  /// Lays `document` over the files that it extends, which `reader` gives.
  ///
  /// Leaves out files that cannot be read, are not specifications, or extend each other in a circle, and records them
  /// in `log`. The rest makes no specification, but its other mistakes can be found. `nil` if the document is of
  /// another version of the language.
  package init?(_ document: SpecDocument, reading reader: SourceReader, log: inout DiagnosticLog) {
    var composition = Composition(reader: reader)
    let isReadable = document.root.mapping?[ExtendsField.key] == nil || composition.checkVersion(of: document)
    root = composition.compose(document, below: [])
    log.record(contentsOf: composition.inclusions.leading(composition.log))
    guard isReadable else { return nil }
    file = document.file
    isComplete = !composition.log.hasErrors
    inclusions = composition.inclusions
  }

  /// `log` with the places that lead to the files of its findings.
  func leading(_ log: DiagnosticLog) -> DiagnosticLog { inclusions.leading(log) }
}

extension [ComposedDocument.Inclusion] {
  /// `log` with the places that lead from the file asked for to those of its findings.
  fileprivate func leading(_ log: DiagnosticLog) -> DiagnosticLog {
    if isEmpty { return log }
    var result = DiagnosticLog()
    for var finding in log.diagnostics {
      let chain = finding.range.map { self.chain(to: $0.file) } ?? []
      for place in chain where !finding.others.contains(where: { $0.range == place }) {
        finding.others.append(SourceLabel(place, "extended here"))
      }
      result.record(finding)
    }
    return result
  }

  /// The places that lead to `file`: the entries under `extends`, innermost first.
  private func chain(to file: SourceFile) -> [SourceRange] {
    var chain: [SourceRange] = []
    var name = file.name
    while let inclusion = first(where: { $0.file.name == name }), chain.count <= count {
      chain.append(inclusion.place)
      name = inclusion.place.file.name
    }
    return chain
  }
}

/// The composition of one file, under way.
private struct Composition {
  let reader: SourceReader
  var log = DiagnosticLog()
  var inclusions: [ComposedDocument.Inclusion] = []

  /// The files read so far and what each came to, by path; `nil` for one that could not be used.
  private var composed: [String: Node?] = [:]

  /// Whether it was reported that there are more files than may be.
  private var hasTooManyFiles = false

  init(reader: SourceReader) { self.reader = reader }

  /// The largest number of files that one specification consists of.
  private static let mostFiles = 100

  /// The tree of `document` over what it extends. The places in `chain` lead to it, outermost first.
  mutating func compose(_ document: SpecDocument, below chain: [SourceRange]) -> Node {
    guard let mapping = document.root.mapping, let extends = mapping[ExtendsField.key] else { return document.root }
    let own = Node(
      .mapping(Mapping(entries: mapping.entries.filter { $0.key != ExtendsField.key })), at: document.root.range,
      replaced: document.root.replaced)
    var result: Node?
    for path in paths(extends) {
      guard let place = path.origin.range, let tree = file(at: path.value, place, below: chain) else { continue }
      result = result.map { $0.patched(with: tree) } ?? tree
    }
    return result.map { $0.patched(with: own) } ?? own
  }

  /// The paths that stand under `extends`.
  private mutating func paths(_ extends: Entry) -> [Located<String>] {
    if extends.value.isEmpty {
      log.record(.emptyValue(of: ExtendsField.key, at: extends.keyRange))
      return []
    }
    let context = DecodingContext()
    let paths = ExtendsField.type.decode(extends.value, ExtendsField.key, context)
    log.record(contentsOf: context.log)
    if let paths, paths.isEmpty, !context.log.hasErrors { log.record(.extendsNothing(at: extends.value.range)) }
    return paths ?? []
  }

  /// The tree of the file that `place` names by `path`, a path beside the file that `place` stands in.
  private mutating func file(at written: String, _ place: SourceRange, below chain: [SourceRange]) -> Node? {
    let path = resolvedPath(written, beside: place.file.name)
    let links = chain + [place]
    if links.contains(where: { $0.file.name == path }) {
      log.record(.extendsCircle(path, at: place, chain: chain.drop { $0.file.name != path }))
      return nil
    }
    if let known = composed[path] { return known }
    guard max(chain.count, composed.count) < Self.mostFiles else {
      if !hasTooManyFiles { log.record(.tooManyFiles(at: place, limit: Self.mostFiles)) }
      hasTooManyFiles = true
      return nil
    }
    let tree = read(path, place, writtenAs: written).map { compose($0, below: links) }
    composed[path] = .some(tree)
    return tree
  }

  /// The document at `path`, which `place` names as `written`.
  private mutating func read(_ path: String, _ place: SourceRange, writtenAs written: String) -> SpecDocument? {
    let bytes: [UInt8]
    do throws(SourceUnreadable) {
      bytes = try reader.read(path)
    } catch {
      log.record(.unreadableExtension(written, error.reason, at: place, beside: reader.namesBeside(path)))
      return nil
    }
    let file = SourceFile(name: path, bytes: bytes)
    inclusions.append(ComposedDocument.Inclusion(file: file, place: place))
    var findings = DiagnosticLog()
    guard let document = SpecDocument(file, log: &findings) else {
      log.record(contentsOf: findings)
      return nil
    }
    log.record(contentsOf: findings)
    return checkVersion(of: document) ? document : nil
  }

  /// Whether `document` says a version of the language that is known; every file says its own.
  mutating func checkVersion(of document: SpecDocument) -> Bool {
    let context = DecodingContext()
    VersionField.check(document, context)
    log.record(contentsOf: context.log)
    return !context.log.hasErrors
  }
}

/// The path that `path` means in the file called `name`: beside it unless absolute, without `.` and `..` where they can
/// be resolved by their names alone.
func resolvedPath(_ path: String, beside name: String) -> String {
  let folder = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
  let whole = path.hasPrefix("/") ? path : folder + path
  var parts: [Substring] = []
  for part in whole.split(separator: "/") where part != "." {
    if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
  }
  return (whole.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
}
