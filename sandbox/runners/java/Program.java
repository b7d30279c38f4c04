package seedmill;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A compiled program as one file: every class, and the source file that it comes from. */
record Program(List<Unit> units) {
  /** Where the compiler leaves it, and the runner finds it. */
  static final String FILE = ".seedmill/program";

  /** The path of the source is that of the job; the name is the binary one. */
  record Unit(String source, String name, byte[] code) {}

  byte[] toBytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(units.size());
    for (Unit unit : units) {
      out.writeUTF(unit.source);
      out.writeUTF(unit.name);
      out.writeInt(unit.code.length);
      out.write(unit.code);
    }
    return bytes.toByteArray();
  }

  static Program from(InputStream file) throws IOException {
    var in = new DataInputStream(file);
    int count = in.readInt();
    var units = new ArrayList<Unit>(count);
    while (units.size() < count) {
      units.add(new Unit(in.readUTF(), in.readUTF(), in.readNBytes(in.readInt())));
    }
    return new Program(units);
  }
}
