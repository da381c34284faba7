package import Diagnostics

extension CanonicalMask {
  /// Finds out what `expression` means in `scope`.
  ///
  /// Every independent error is recorded in `log`, with `path` as the field it is about, and so are meanings that are
  /// hardly wanted; the result is `nil` if there is an error. What `memory` knows is not worked out again.
  package init?(
    _ expression: MaskExpression, in scope: MaskScope, path: String? = nil, memory: MaskMeanings = MaskMeanings(),
    log: inout DiagnosticLog
  ) {
    var resolver = MaskResolver(scope, path: path)
    let resolved = resolver.resolve(expression)
    log.record(contentsOf: resolver.log)
    if resolver.log.hasErrors { return nil }
    let meaning: MaskMeaning
    do throws(BooleanFunction.TooComplex) {
      meaning = try memory.meaning(of: resolved, over: scope.universe, resolver.mentioned.map(\.symbol))
    } catch {
      log.record(
        memory.isExhausted
          ? Diagnostic.tooComplexTogether(at: expression.range, path: path)
          : Diagnostic.tooComplex(at: expression.range, path: path))
      return nil
    }
    self.init(universe: scope.universe, functions: meaning.functions)
    for place in meaning.emptyChains { log.record(Diagnostic.emptyIntersection(at: place, path: path)) }
    let support = Set(self.support)
    for (symbol, range) in resolver.mentioned where !support.contains(symbol) {
      log.record(Diagnostic.withoutEffect(symbol, at: range, path: path))
    }
  }
}
