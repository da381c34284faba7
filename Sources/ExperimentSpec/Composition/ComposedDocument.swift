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
    root = composition.compose(document, below: []).tree
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

  /// The files read so far, each over what it extends, by path; `nil` for one that could not be used.
  private var composed: [String: Part?] = [:]

  /// Whether it was reported that the specification is too large.
  private var isTooLarge = false

  /// A file over what it extends.
  struct Part {
    var tree: Node

    /// The number of files that the tree consists of, each counted as often as it is used.
    var uses = 1
  }

  init(reader: SourceReader) { self.reader = reader }

  /// The largest number of files that one specification consists of.
  private static let mostFiles = 100

  /// The largest number of files when each is counted as often as it is used.
  private static let mostUses = 1000

  /// The largest number of values in the files of one specification together, those that others replace included.
  private static let mostValues = 1_000_000

  /// `document` over the files that it extends. The places in `chain` lead to it, outermost first.
  mutating func compose(_ document: SpecDocument, below chain: [SourceRange]) -> Part {
    guard let mapping = document.root.mapping, let extends = mapping[ExtendsField.key] else {
      return Part(tree: document.root)
    }
    let own = Node(
      .mapping(Mapping(entries: mapping.entries.filter { $0.key != ExtendsField.key })), at: document.root.range,
      replaced: document.root.replaced)
    var result: Part?
    for path in paths(extends) {
      guard !isTooLarge, let place = path.origin.range, let part = file(at: path.value, place, below: chain) else {
        continue
      }
      guard let lower = result else {
        result = part
        continue
      }
      let uses = lower.uses + part.uses
      guard uses < Self.mostUses else {
        refuse(.tooManyUses(at: place, limit: Self.mostUses))
        break
      }
      let tree = lower.tree.patched(with: part.tree)
      guard tree.valueCount <= Self.mostValues else {
        refuse(.tooManyValues(at: place, limit: Self.mostValues))
        break
      }
      result = Part(tree: tree, uses: uses)
    }
    guard let lower = result else { return Part(tree: own) }
    return Part(tree: lower.tree.patched(with: own), uses: lower.uses + 1)
  }

  /// Records that the specification is too large, once.
  private mutating func refuse(_ finding: Diagnostic) {
    if !isTooLarge { log.record(finding) }
    isTooLarge = true
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

  /// The part that the file gives which `place` names by `path`, a path beside the file that `place` stands in.
  private mutating func file(at written: String, _ place: SourceRange, below chain: [SourceRange]) -> Part? {
    let path = resolvedPath(written, beside: place.file.name)
    let links = chain + [place]
    if links.contains(where: { $0.file.name == path }) {
      log.record(.extendsCircle(path, at: place, chain: chain.drop { $0.file.name != path }))
      return nil
    }
    if let known = composed[path] { return known }
    guard max(chain.count, composed.count) < Self.mostFiles else {
      refuse(.tooManyFiles(at: place, limit: Self.mostFiles))
      return nil
    }
    let part = read(path, place, writtenAs: written).map { compose($0, below: links) }
    composed[path] = .some(part)
    return part
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

extension Node {
  /// The number of values that this one consists of and of those that they replaced.
  fileprivate var valueCount: Int {
    let parts =
      switch content {
      case .scalar: 0
      case .sequence(let elements): elements.reduce(0) { $0 + $1.valueCount }
      case .mapping(let mapping): mapping.entries.reduce(0) { $0 + $1.value.valueCount }
      }
    return 1 + replaced.count + parts
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
