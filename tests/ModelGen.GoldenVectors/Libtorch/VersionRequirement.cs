using System.Buffers.Binary;
using System.Text;

namespace ModelGen.Libtorch;

/// <summary>The versions of other libraries that a 64-bit little-endian ELF library asks for (section .gnu.version_r).</summary>
public static class VersionRequirement
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort Weak = 2;
    private const int SectionHeaderSize = 64;

    /// <summary>
    /// Marks a required version as weak, so that the dynamic linker loads the library where that version is missing. The file is replaced, not
    /// written into: a hard link to the package's own copy stays as it is.
    /// </summary>
    /// <param name="path">The library.</param>
    /// <param name="version">The version's name, such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>Whether the library asks for that version.</returns>
    public static bool Relax(string path, string version)
    {
        byte[] file = File.ReadAllBytes(path);
        bool found = false;
        foreach (int entry in Entries(file, version))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(entry + 4), Weak);
            found = true;
        }

        if (found)
        {
            string changed = path + ".changed";
            File.WriteAllBytes(changed, file);
            File.Move(changed, path, overwrite: true);
        }

        return found;
    }

    // The offsets of the Elf64_Vernaux entries (hash, flags, other, name, next) with that name.
    private static IEnumerable<int> Entries(byte[] file, string version)
    {
        int sections = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(0x28));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3c));
        for (int index = 0; index < count; index++)
        {
            int header = sections + (index * SectionHeaderSize);
            if (ReadUInt32(file, header + 4) != VersionNeedSection)
            {
                continue;
            }

            int names = SectionOffset(file, sections + ((int)ReadUInt32(file, header + 40) * SectionHeaderSize));
            int libraries = (int)ReadUInt32(file, header + 44);
            int library = SectionOffset(file, header);
            for (; libraries > 0; libraries--)
            {
                int versions = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(library + 2));
                int entry = library + (int)ReadUInt32(file, library + 8);
                for (; versions > 0; versions--)
                {
                    if (NameIs(file, names + (int)ReadUInt32(file, entry + 8), version))
                    {
                        yield return entry;
                    }

                    entry += (int)ReadUInt32(file, entry + 12);
                }

                library += (int)ReadUInt32(file, library + 12);
            }
        }
    }

    private static bool NameIs(byte[] file, int offset, string name) =>
        file.AsSpan(offset).StartsWith(Encoding.ASCII.GetBytes(name + "\0"));

    private static int SectionOffset(byte[] file, int header) => (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(header + 24));

    private static uint ReadUInt32(byte[] file, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(offset));
}
