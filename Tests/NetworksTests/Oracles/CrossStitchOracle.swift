@testable import Networks

/// Outputs and gradients of the exchange between towers.
func compareCrossStitch(_ oracle: Oracle) throws -> [OracleComparison] {
  struct Config: Decodable { let towers: Int }
  let stitch = CrossStitch(own: 0.5)
  let towers = try oracle.config(Config.self).towers
  let shape = try oracle.shape("x")
  guard shape.count == 3, shape[0] == towers else {
    throw OracleError("x of \(oracle.name) is of shape \(shape), which \(towers) towers do not fit")
  }
  let size = shape[1] * shape[2]
  func matrices(_ buffer: FloatBuffer) -> [Matrix] {
    (0..<towers).map { Matrix(buffer.base + $0 * size, rows: shape[1], columns: shape[2]) }
  }
  let x = FloatBuffer(try oracle.floats("x"))
  let alpha = FloatBuffer(try oracle.floats("param.alpha", shape: [towers, towers]))
  let (mixed, mixedGradients) = (
    FloatBuffer(zeros: towers * size), FloatBuffer(try oracle.floats("grad_out", shape: shape))
  )
  let (gradients, alphaGradients) = (FloatBuffer(zeros: towers * size), FloatBuffer(zeros: towers * towers))
  for tower in 0..<towers {
    stitch.mix(matrices(x), parameters: alpha.base, tower: tower, into: matrices(mixed)[tower])
    stitch.unmix(
      matrices(mixedGradients)[tower], matrices(x), parameters: alpha.base, tower: tower,
      gradients: matrices(gradients), parameterGradients: alphaGradients.base)
  }
  return try [("out", mixed), ("grad.x", gradients), ("grad.alpha", alphaGradients)].map { name, buffer in
    OracleComparison(tensor: name, found: buffer.values(buffer.capacity), expected: try oracle.floats(name))
  }
}
