package import Diagnostics
import SpecSyntax

/// A value that is not the same in two specifications: a field, or a part of the experiment that only one of them has,
/// or has in another form.
package struct ValueDifference: Sendable {
  /// Where the value stands in both, such as `training.epochs` or `tasks.chunk`.
  package let place: SpecPath

  /// The path of `place` as a text.
  package let path: String

  /// What the first specification has there: one value, those that make it up, or none.
  package let old: [SettledValue]

  /// What the second specification has there.
  package let new: [SettledValue]

  /// Further texts that other variants had or have there, where one written value replaces several.
  private var more: (old: [String], new: [String]) = ([], [])

  /// The variants of the second specification that differ so.
  package fileprivate(set) var variants: [String]
}

extension ValueDifference {
  /// What makes a value another one.
  package enum Kind: Hashable, Sendable {
    /// One text became another; `nil` where a field is not written and has no default.
    case changed(old: String?, new: String?)

    /// A part of several fields is new, or gone.
    case added, removed
  }

  package var kind: Kind {
    if old.isEmpty, isPart(new) { return .added }
    if new.isEmpty, isPart(old) { return .removed }
    return .changed(old: oldText, new: newText)
  }

  /// What was there, as it could be written; `nil` if nothing was.
  package var oldText: String? { joined(text(of: old), more.old) }

  /// What is there now.
  package var newText: String? { joined(text(of: new), more.new) }

  private func joined(_ text: String?, _ others: [String]) -> String? {
    others.isEmpty ? text : ([text ?? "nothing"] + others).joined(separator: " or ")
  }

  /// The places where the value was written before and is now, where it was.
  package var places: (old: SourceRange?, new: SourceRange?) {
    (old.firstNonNil { $0.origin.range }, new.firstNonNil { $0.origin.range })
  }

  /// Whether `values` make up something with fields of its own.
  private func isPart(_ values: [SettledValue]) -> Bool { values.first.map { $0.path != path } ?? false }

  /// `values` as they could be written in one place, without defaults.
  package func text(of values: [SettledValue]) -> String? {
    guard isPart(values) else { return values.first?.text }
    let fields = values.filter { $0.origin.range != nil }.map { "\($0.path.dropFirst(path.count + 1)): \($0.text)" }
    return "{\(fields.joined(separator: ", "))}"
  }
}

extension [SettledValue] {
  /// The first place that any of the values has.
  fileprivate func firstNonNil(_ place: (SettledValue) -> SourceRange?) -> SourceRange? { lazy.compactMap(place).first }
}

extension Spec {
  /// The values in which variants of `new` differ from variants of this specification, each difference once.
  ///
  /// - Parameter pairs: the names of variants to compare, here and in `new`.
  package func differences(to new: Spec, in pairs: [(old: String, new: String)]) -> [ValueDifference] {
    var found: [ValueDifference] = []
    let oldVariants = Dictionary(variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let newVariants = Dictionary(new.variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var places: [ValueDifference.Key: Int] = [:]
    for pair in pairs {
      guard let left = oldVariants[pair.old], let right = newVariants[pair.new] else { continue }
      for difference in left.differences(to: right) {
        let key = ValueDifference.Key(difference)
        if let place = places[key] {
          found[place].variants.append(pair.new)
        } else {
          places[key] = found.count
          found.append(difference)
        }
      }
    }
    return found.mergedByPlace
  }

  /// The values of the sweep that differ, which decide what variants there are.
  package func sweepDifferences(to new: Spec) -> [ValueDifference] {
    let (left, right) = (SettledValues(sweepValues), SettledValues(new.sweepValues))
    return left.differences(to: right, in: [])
  }

  /// The datasets and tasks that only one of the specifications has, in the order of the language, those that are gone
  /// first. With each, the tasks that it is or that read it.
  ///
  /// Variants that are compared list their own; this is for those that have no counterpart.
  package func partDifferences(to new: Spec) -> [(difference: ValueDifference, tasks: Set<String>)] {
    ExperimentPart.allCases.flatMap { part in
      let (before, after) = (part.owners(in: self), part.owners(in: new))
      let (oldNames, newNames) = (Set(before.map(\.name)), Set(after.map(\.name)))
      let gone = before.filter { !newNames.contains($0.name) }.map { owner in
        (ValueDifference(at: owner.place, old: owner.values, new: [], variants: []), owner.tasks)
      }
      let added = after.filter { !oldNames.contains($0.name) }.map { owner in
        (ValueDifference(at: owner.place, old: [], new: owner.values, variants: []), owner.tasks)
      }
      return gone + added
    }
  }

  /// What the sweep has, as it is written: the values of each path of `product` and `zip`, and all else by its key.
  private var sweepValues: [SettledValue] {
    (sweep?.mapping?.entries ?? []).flatMap { entry -> [SettledValue] in
      let path = joinedPath(RootFields.sweepKey, entry.key)
      let paths = entry.value.mapping?.entries ?? []
      return paths.isEmpty
        ? [SettledValue(path, entry.value)] : paths.map { SettledValue(joinedPath(path, $0.key), $0.value) }
    }
  }
}

/// What experiments have under names.
private enum ExperimentPart: String, CaseIterable {
  case datasets, tasks

  /// A part of a specification with the first variant that has it.
  struct Owner {
    let name: String
    let place: SpecPath
    let variant: Spec.Variant

    /// The tasks that the part is or that read it.
    var tasks: Set<String>

    /// The values of the part.
    var values: [SettledValue] {
      SettledValues(variant.tree.values(under: Set(place.keys.prefix(1)))).values(below: place)
    }
  }

  /// The parts of `spec`, each once.
  func owners(in spec: Spec) -> [Owner] {
    var owners: [Owner] = []
    var places: [String: Int] = [:]
    for variant in spec.variants {
      for (name, tasks) in parts(of: variant.experiment) {
        if let place = places[name] {
          owners[place].tasks.formUnion(tasks)
        } else {
          places[name] = owners.count
          owners.append(
            Owner(name: name, place: SpecPath(keys: [rawValue, name]), variant: variant, tasks: Set(tasks)))
        }
      }
    }
    return owners
  }

  /// The names of the parts of `experiment`, with the tasks that each is or that read it.
  private func parts(of experiment: Experiment) -> [(name: String, tasks: [String])] {
    switch self {
    case .datasets:
      experiment.datasets.map { dataset in
        (dataset.name, experiment.tasks.filter { $0.value.dataset.value == dataset.name }.map(\.name))
      }
    case .tasks: experiment.tasks.map { ($0.name, [$0.name]) }
    }
  }
}

extension SettledValue {
  /// What is written at `path`.
  fileprivate init(_ path: String, _ node: Node) {
    self.init(path: path, text: node.bracketText, origin: .written(node.range), replaced: node.replaced)
  }
}

extension [ValueDifference] {
  /// The differences, those as one that one written value makes, whatever different variants have on the other side.
  fileprivate var mergedByPlace: Self {
    var merged: Self = []
    var places: [Edit: Int] = [:]
    for difference in self {
      let edits = [
        Edit(difference.path, new: difference.new.first?.origin.range),
        Edit(difference.path, old: difference.uncovered),
      ].compactMap(\.self)
      if let place = edits.lazy.compactMap({ places[$0] }).first {
        merged[place].merge(difference)
      } else {
        for edit in edits { places[edit] = merged.count }
        merged.append(difference)
      }
    }
    return merged
  }

  /// A place that wrote the value of a path before, or writes it now.
  private struct Edit: Hashable {
    let path: String
    let place: SourceRange
    let isNew: Bool

    init?(_ path: String, old: SourceRange? = nil, new: SourceRange? = nil) {
      guard let place = new ?? old else { return nil }
      (self.path, self.place, isNew) = (path, place, new != nil)
    }
  }
}

extension ValueDifference {
  /// The place of the old value if it was laid over the new one, which is there now that it is gone.
  fileprivate var uncovered: SourceRange? {
    guard let old = old.first, let place = new.first?.origin.range, old.replaced.contains(place) else { return nil }
    return old.origin.range
  }

  fileprivate mutating func merge(_ other: ValueDifference) {
    variants += other.variants
    let (old, new) = (other.oldText ?? "nothing", other.newText ?? "nothing")
    if old != text(of: self.old) ?? "nothing", !more.old.contains(old) { more.old.append(old) }
    if new != text(of: self.new) ?? "nothing", !more.new.contains(new) { more.new.append(new) }
  }

  fileprivate init(at place: SpecPath, old: [SettledValue], new: [SettledValue], variants: [String]) {
    self.place = place
    path = place.text
    self.old = old
    self.new = new
    self.variants = variants
  }

  /// What makes two differences the same, in whichever variants they are.
  fileprivate struct Key: Hashable {
    let path: String
    let old: [String]
    let new: [String]

    init(_ difference: ValueDifference) {
      path = difference.path
      old = difference.old.map(\.text)
      new = difference.new.map(\.text)
    }
  }
}

extension Spec.Variant {
  /// The values that are not the same in `new`, in the order of the language.
  fileprivate func differences(to new: Spec.Variant) -> [ValueDifference] {
    let (left, right) = (tree, new.tree)
    let keys = left.keysWithOtherText(than: right)
    if keys.isEmpty { return [] }
    return SettledValues(left.values(under: keys)).differences(
      to: SettledValues(right.values(under: keys)), in: [new.name])
  }
}

extension Node {
  /// The keys of this mapping and of `other` under which not the same is written.
  fileprivate func keysWithOtherText(than other: Node) -> Set<String> {
    let (left, right) = (mapping?.entries ?? [], other.mapping?.entries ?? [])
    return Set((left + right).map(\.key)).filter { key in
      guard let own = mapping?[key]?.value, let theirs = other.mapping?[key]?.value else { return true }
      return !own.isWritten(like: theirs)
    }
  }

  /// Whether `other` is the same text, wherever it stands.
  private func isWritten(like other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar(let own), .scalar(let theirs)): own.style == theirs.style && own.text.text == theirs.text.text
    case (.sequence(let own), .sequence(let theirs)):
      own.count == theirs.count && zip(own, theirs).allSatisfy { $0.isWritten(like: $1) }
    case (.mapping(let own), .mapping(let theirs)):
      own.entries.count == theirs.entries.count
        && zip(own.entries, theirs.entries).allSatisfy { $0.key == $1.key && $0.value.isWritten(like: $1.value) }
    case (.scalar, _), (.sequence, _), (.mapping, _): false
    }
  }

  /// The values of the experiment under `keys` of this mapping.
  fileprivate func values(under keys: Set<String>) -> [SettledValue] {
    let part = Mapping(entries: (mapping?.entries ?? []).filter { keys.contains($0.key) })
    return Node(.mapping(part), at: range, replaced: replaced)
      .experimentValues(in: DecodingContext(recording: true)).filter { value in
        keys.contains(value.rootKey)
      }
  }
}

/// The values of a variant, to be held against those of another.
private struct SettledValues {
  let values: [SettledValue]
  private let byPath: [String: SettledValue]

  init(_ values: [SettledValue]) {
    self.values = values
    byPath = Dictionary(values.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The values that are not the same in `new`, in the order of the language.
  func differences(to new: SettledValues, in variants: [String]) -> [ValueDifference] {
    var differences: [ValueDifference] = []
    var told: Set<SpecPath> = []
    func tell(_ place: SpecPath) {
      guard told.insert(place).inserted else { return }
      differences.append(
        ValueDifference(at: place, old: values(below: place), new: new.values(below: place), variants: variants))
    }
    for value in new.values where byPath[value.path]?.text != value.text { tell(root(of: value)) }
    for value in values where new.byPath[value.path] == nil { tell(new.root(of: value)) }
    return differences
  }

  /// The values that stand at `place` or below.
  func values(below place: SpecPath) -> [SettledValue] {
    let path = place.text
    return values.filter { $0.path == path || $0.path.hasPrefix(path + ".") }
  }

  /// Where `value`, one of others, differs from these: its own place if these have a value there; else that of the
  /// value in whose place it stands, or the first place on the way to it under which these have nothing.
  private func root(of value: SettledValue) -> SpecPath {
    let place = SpecPath(keys: value.keys)
    if byPath[value.path] != nil { return place }
    return place.way.first { byPath[$0.text] != nil || values(below: $0).isEmpty } ?? place
  }
}
