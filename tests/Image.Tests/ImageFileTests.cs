using System.Text;
using DSoftBus.KernelShim.Stubs.Checks;
using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Image;

/// <summary>The checks that fail the build, seen failing; and the built image under them.</summary>
public sealed class ImageFileTests
{
    [Fact]
    public void AnUnexpectedUndefinedSymbolIsAProblem()
    {
        var section = new ElfSection(".ktext", ElfSectionKind.Code, 16);
        section.Bytes.AddRange([0xe8, 0, 0, 0, 0]);
        section.Relocations.Add(new ElfRelocation(1, ElfRelocationType.Procedure32, "RhpPInvoke", -4));
        var problems = ObjectCheck.Run(new ElfFile(ElfObjectWriter.Write([section])));
        Assert.Contains("RhpPInvoke", Assert.Single(problems));
    }

    [Fact]
    public void AVisibleSymbolAndAStraySectionAreProblems()
    {
        var section = new ElfSection(".data", ElfSectionKind.Data, 8);
        section.Append("visible", [1], 1);
        Assert.Equal(2, ObjectCheck.Run(new ElfFile(ElfObjectWriter.Write([section]))).Count);
    }

    [Fact]
    public void AnObjectIsNoImage() =>
        Assert.NotEmpty(ImageCheck.Run(new ElfFile(ElfObjectWriter.Write([new ElfSection(".ktext", ElfSectionKind.Code, 16)]))));

    [Fact]
    public void TheBuiltImageIsAsDesigned() => Assert.Empty(ImageCheck.Run(new ElfFile(Image())));

    [Fact]
    public void TheBuiltImageNamesNoFolderOfThisMachine()
    {
        byte[] folder = Encoding.ASCII.GetBytes(RepositoryRoot.Directory + "/");
        Assert.Equal(-1, Image().AsSpan().IndexOf(folder));
    }

    [Fact]
    public void TheListingLiesBesideTheImage() =>
        Assert.Contains("pvh_start:", File.ReadAllText(RepositoryRoot.File("artifacts", "image", "stubs.lst")));

    private static byte[] Image()
    {
        string path = RepositoryRoot.File("artifacts", "image", "softbus.elf");
        return File.Exists(path) ? File.ReadAllBytes(path) : throw new FileNotFoundException("artifacts/image/softbus.elf is missing; build it with ./build.sh --target=Image");
    }
}
