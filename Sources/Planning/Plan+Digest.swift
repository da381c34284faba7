extension Plan {
  /// A digest of what the plan does: equal for plans of the same stages and the same results of the same variants.
  package var digest: Digest {
    var hasher = DigestHasher()
    for id in stages.keys { hasher.update(Array("\(id)\n".utf8)) }
    for variant in variants {
      hasher.update(Array("\(variant.name.utf8.count):\(variant.name)\n".utf8))
      for result in variant.results { hasher.update(Array("\(result)\n".utf8)) }
    }
    hasher.update(Array((baseline ?? "").utf8))
    return hasher.finish()
  }
}
