package import ExperimentSpec

/// A plan that other files make up.
package struct PlanListDocument: Sendable {
  package let name: String
  package let baseline: Placed<String>?

  /// What running the plan may cost, whatever its parts say; no part of any stage.
  package let budget: Budget?

  package let parts: [Part]

  /// A file with a plan, a variant or a list, and what stands before the names of its variants.
  package struct Part: Sendable {
    /// The path as seen from the list.
    package let path: Placed<String>
    package let prefix: String

    package init(path: Placed<String>, prefix: String) {
      self.path = path
      self.prefix = prefix
    }
  }

  package init(name: String, baseline: Placed<String>?, budget: Budget?, parts: [Part]) {
    self.name = name
    self.baseline = baseline
    self.budget = budget
    self.parts = parts
  }
}
