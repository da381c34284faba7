import Diagnostics
import ExperimentGraph
import ExperimentSpec
import Foundation
import FrontEndSupport
import OrderedCollections

@testable import Planning

/// A specification drawn at random: a bundled one with further values, variants and a sweep laid over it.
struct RandomExperiment {
  /// What is laid over the bundled specification.
  var tree: SpecTree

  /// The specification that `tree` is.
  let spec: Spec

  init(_ tree: SpecTree) throws {
    self.tree = tree
    spec = try Self.spec(tree.text)
  }

  /// An experiment over the bundled specification at `path`, or one of them, with a sweep if it `isSwept`.
  static func make(over path: String? = nil, isSwept: Bool, using random: inout SplitMix) throws -> RandomExperiment {
    for _ in 0..<60 {
      guard let base = path ?? bundledPaths.randomElement(using: &random),
        let tree = try draw(over: base, isSwept: isSwept, using: &random),
        let experiment = try? RandomExperiment(tree), experiment.spec.variants.count <= (path == nil ? 8 : 24),
        (try? rightGraph(of: experiment.spec)) != nil
      else { continue }
      return experiment
    }
    throw Refusal(findings: ["no experiment over \(path ?? "any specification")"])
  }

  /// The specification in `text`; what it extends has no claims and no report, so that any variant may be removed.
  static func spec(_ text: String) throws -> Spec {
    try PlanningTests.spec(SourceFile(name: "random.yaml", text: text)) { bytes in
      var isAboutVariants = false
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { line in
        if line.first?.isLetter == true { isAboutVariants = line.hasPrefix("report:") || line.hasPrefix("claims:") }
        return !isAboutVariants
      }
      return Array((lines.joined(separator: "\n") + "\n").utf8)
    }
  }

  /// A tree over the bundled specification at `path` that may be wrong.
  private static func draw(over path: String, isSwept: Bool, using random: inout SplitMix) throws -> SpecTree? {
    let base = try bundledSpec(path)
    var tree = SpecTree.mapping(["sharespec": .scalar("1"), "name": .scalar("random"), "extends": .scalar(path)])
    // Few rounds and variants make small plans.
    if Int.random(in: 0..<4, using: &random) > 0 {
      tree["pruning"] = .mapping(["rate": .mapping(["final": .scalar("0.4"), "rounds": .scalar("2")])])
    }
    var declared = base.extent.declared == 1 ? [] : OrderedSet(base.variants.map(\.declared)).elements
    var variants = SpecTree.empty
    let kept = base.extent.isSwept ? declared.count : isSwept ? 1 : 3
    for name in declared.shuffled(using: &random).dropFirst(kept) {
      variants[name] = .scalar("none")
      declared.removeAll { $0 == name }
    }
    for name in ["a@b", "c=1", "d"].shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random)) {
      var patch = SpecTree.empty
      if let (path, value) = value(in: base, using: &random) { patch[path.keys[...]] = .scalar(value) }
      variants[name] = patch
      declared.append(name)
    }
    if variants != .empty { tree["variants"] = variants }
    if let baseline = declared.randomElement(using: &random) { tree["baseline"] = .scalar(baseline) }
    if isSwept { tree["sweep"] = sweep(over: base, declared, using: &random) }
    return tree
  }

  private static func sweep(over base: Spec, _ declared: [String], using random: inout SplitMix) -> SpecTree {
    var sweep = SpecTree.empty
    let kind = ["product", "product", "zip"].randomElement(using: &random) ?? ""
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      guard let path = path(in: base, using: &random) else { continue }
      let values = OrderedSet(candidates(for: path, in: base, using: &random).prefix(2))
      let isNamed = Bool.random(using: &random)
      sweep[[kind, path.text]] =
        isNamed
        ? .mapping(OrderedDictionary(uniqueKeysWithValues: zip(["one", "two"], values.map(SpecTree.scalar))))
        : .list(values.map(SpecTree.scalar))
    }
    let seeds = ["1", "2", "3"].shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random))
    if !seeds.isEmpty || sweep == .empty {
      sweep["seeds"] = .list((seeds.isEmpty ? ["1"] : seeds).map(SpecTree.scalar))
    }
    if let one = declared.randomElement(using: &random), Int.random(in: 0..<4, using: &random) == 0 {
      sweep["variants"] = .list([.scalar(one)])
    }
    return sweep
  }
}

extension RandomExperiment {
  /// The path of a field of one value in some variant of `spec`.
  private static func path(in spec: Spec, using random: inout SplitMix) -> SpecPath? {
    spec.variants.randomElement(using: &random)?.settled
      .filter { !"[{".contains($0.text.prefix(1)) && !$0.text.isEmpty }.randomElement(using: &random)
      .flatMap { SpecPath($0.path) }
  }

  /// A path of `spec` and a value that may stand there and that some variant does not have.
  static func value(in spec: Spec, using random: inout SplitMix) -> (path: SpecPath, value: String)? {
    path(in: spec, using: &random).flatMap { path in
      candidates(for: path, in: spec, using: &random).first.map { (path, $0) }
    }
  }

  /// Values that may stand at `path`, most of which no variant of `spec` has there.
  private static func candidates(for path: SpecPath, in spec: Spec, using random: inout SplitMix) -> [String] {
    let text = spec.variants.lazy.compactMap { $0.settled.first { $0.path == path.text }?.text }.first ?? ""
    if let number = Int(text) {
      return [number + 1, number + 2, 2 * number + 3, 1, 2, 3].filter { $0 != number }.map(String.init)
        .shuffled(using: &random)
    }
    if let number = Double(text) {
      return [number / 2, number * 0.75, number / 4].filter { $0 != number }.map { "\($0)" }.shuffled(using: &random)
    }
    if text == "true" || text == "false" { return [text == "true" ? "false" : "true"] }
    return words.filter { $0 != text }.shuffled(using: &random)
  }

  /// Values of fields that are not numbers, and names of tasks' columns and files.
  private static let words = [
    "none", "gru", "lstm", "bigru", "crf", "linear", "tanh", "uniform", "last", "best_on_dev", "initial", "warmup",
    "snip", "random", "one_shot", "tensor", "global", "floor", "up", "down", "bioes", "bio2", "value", "norm", "hard",
    "sparse", "single", "soft", "all", "imp(self)", "imp(self, round: 1)", "encoder.1", "pos", "ner", "chunk",
    "accuracy", "other/train.txt", "nothing", "biases",
  ]
}

/// A change of an experiment.
enum RandomEdit: CustomStringConvertible {
  /// Another value of one field, for all variants or for one.
  case field(SpecPath, variant: String?, value: String)

  /// Another content of the file at a path.
  case file(String)

  /// Another list or mapping under keys of the sweep.
  case sweep([String], SpecTree)

  case variantAdded(String, SpecTree)
  case variantRemoved(String)
  case variantRenamed(String, String)

  var description: String {
    switch self {
    case .field(let path, let variant, let value): "\(variant.map { "variants.\($0)." } ?? "")\(path.text)=\(value)"
    case .file(let path): "file \(path)"
    case .sweep(let keys, let tree): "sweep \(keys) \(tree)"
    case .variantAdded(let name, let patch): "variant \(name) \(patch)"
    case .variantRemoved(let name): "without variant \(name)"
    case .variantRenamed(let old, let new): "variant \(old) called \(new)"
    }
  }

  /// The changed tree.
  func applied(to tree: SpecTree) -> SpecTree {
    var tree = tree
    switch self {
    case .field(let path, let variant, let value):
      tree[((variant.map { ["variants", $0] } ?? []) + path.keys)[...]] = .scalar(value)
    case .file: break
    case .sweep(let keys, let values): tree[["sweep"] + keys[...]] = values
    case .variantAdded(let name, let patch): tree[["variants", name]] = patch
    case .variantRemoved(let name): tree[["variants", name]] = nil
    case .variantRenamed(let old, let new):
      tree[["variants", new]] = tree[["variants", old]]
      tree[["variants", old]] = nil
      if tree["baseline"] == .scalar(old) { tree["baseline"] = .scalar(new) }
      if tree["sweep"]?["variants"] == .list([.scalar(old)]) { tree[["sweep", "variants"]] = .list([.scalar(new)]) }
    }
    return tree
  }

  /// The files whose content it changes.
  var changedFiles: Set<String> {
    switch self {
    case .file(let path): [path]
    case .field, .sweep, .variantAdded, .variantRemoved, .variantRenamed: []
    }
  }
}

extension RandomExperiment {
  /// A change after which the experiment is right; `nil` if none was found.
  func edit(_ kinds: [RandomEdit.Kind], using random: inout SplitMix) -> (RandomEdit, RandomExperiment)? {
    for _ in 0..<60 {
      guard let kind = kinds.randomElement(using: &random), let edit = draw(kind, using: &random),
        let changed = try? RandomExperiment(edit.applied(to: tree)), (try? rightGraph(of: changed.spec)) != nil
      else { continue }
      return (edit, changed)
    }
    return nil
  }

  private func draw(_ kind: RandomEdit.Kind, using random: inout SplitMix) -> RandomEdit? {
    switch kind {
    case .field:
      guard let (path, value) = Self.value(in: spec, using: &random) else { return nil }
      let names = spec.variants.filter { $0.nameRange != nil }.map(\.declared)
      let variant = Int.random(in: 0..<3, using: &random) == 0 ? names.randomElement(using: &random) : nil
      return .field(path, variant: variant, value: value)
    case .file:
      let files = (try? rightGraph(of: spec).files.map(\.path.value)) ?? []
      return files.randomElement(using: &random).map(RandomEdit.file)
    case .sweep: return sweepEdit(using: &random)
    case .variant:
      let own = (tree["variants"]?.keys ?? []).filter { tree["variants"]?[$0] != .scalar("none") }
      let patch: SpecTree =
        Self.value(in: spec, using: &random).map { path, value in
          var patch = SpecTree.empty
          patch[path.keys[...]] = .scalar(value)
          return patch
        } ?? .empty
      let one = own.randomElement(using: &random)
      // The first variant that is declared takes the place of the specification itself.
      let isDivided = spec.variants.contains { $0.nameRange != nil }
      return [
        isDivided ? .variantAdded("e", patch) : nil, one.map(RandomEdit.variantRemoved),
        one.map { .variantRenamed($0, "f") },
      ]
      .compactMap(\.self).randomElement(using: &random)
    }
  }

  private func sweepEdit(using random: inout SplitMix) -> RandomEdit? {
    guard let sweep = tree["sweep"] else { return nil }
    let axes = ["product", "zip"].flatMap { kind in (sweep[kind]?.keys ?? []).map { [kind, $0] } }
    let places = axes + (sweep["seeds"] == nil ? [] : [["seeds"]])
    guard let keys = places.randomElement(using: &random), let old = sweep[keys[...]] else { return nil }
    let path = keys.last.flatMap { SpecPath($0) } ?? SpecPath(keys: [])
    let used = old.elements + old.keys.compactMap { old[$0] }
    let value = keys == ["seeds"] ? "7" : Self.candidates(for: path, in: spec, using: &random).first
    guard let value, !used.contains(.scalar(value)) else { return nil }
    let isZip = keys[0] == "zip"
    switch old {
    case .list(var elements):
      let place = Int.random(in: elements.indices, using: &random)
      switch isZip ? 2 : Int.random(in: 0..<3, using: &random) {
      case 0: elements.append(.scalar(value))
      case 1 where elements.count > 1: elements.remove(at: place)
      default: elements[place] = .scalar(value)
      }
      return .sweep(keys, .list(elements))
    case .mapping(var entries):
      switch isZip ? 2 : Int.random(in: 0..<3, using: &random) {
      case 0: entries["three"] = .scalar(value)
      case 1 where entries.count > 1: entries.remove(at: Int.random(in: entries.values.indices, using: &random))
      default:
        entries.values[Int.random(in: entries.values.indices, using: &random)] = .scalar(value)
      }
      return .sweep(keys, .mapping(entries))
    case .scalar: return nil
    }
  }
}

extension RandomEdit {
  /// What sort of change is drawn.
  enum Kind: CaseIterable { case field, file, sweep, variant }
}
