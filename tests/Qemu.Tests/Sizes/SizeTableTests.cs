using DSoftBus.Qemu.Sizes;
using Xunit;

namespace DSoftBus.Tests.Qemu.Sizes;

public sealed class SizeTableTests
{
    /// <summary>Labels without a size reach to the next one, folded functions count once, padding and tables are the linker's.</summary>
    [Fact]
    public void EveryByteCountsOnceForItsOwner()
    {
        Assert.Equal(LinkMapProblem.None, LinkMap.Parse(CraftedMap.Text, out LinkMap? map, out _));
        SizeTable table = SizeTable.From(map!);
        var expected = new Dictionary<SizeOwner, (ulong File, ulong Memory)>
        {
            [SizeOwner.KernelShim] = (0x10, 0x10),
            [SizeOwner.Net] = (0x10, 0x10),
            [SizeOwner.Softbus] = (0x28, 0x28),
            [SizeOwner.Image] = (0, 0x60),
            [SizeOwner.CoreLib] = (0x30 + 0x20, 0x30 + 0x20),
            [SizeOwner.Framework] = (0x20, 0x20),
            [SizeOwner.BouncyCastle] = (0x40, 0x40),
            [SizeOwner.NativeRuntime] = (0x60, 0x60),
            [SizeOwner.Libc] = (0x80, 0x80),
            // ALIGN, the gap behind Start, the end of __managedcode, .got.
            [SizeOwner.Linker] = (0x20 + 0x18 + 0x20 + 0x10, 0x20 + 0x18 + 0x20 + 0x10),
            [SizeOwner.Unattributed] = (0, 0x10),
        };
        foreach (SizeRow row in table.Rows)
            Assert.Equal((row.Owner, expected.GetValueOrDefault(row.Owner)), (row.Owner, (row.FileBytes, row.MemoryBytes)));
        Assert.Equal(0x2b0UL, table.MemoryBytes);
        Assert.Equal(0x2b0UL - 0x70, table.FileBytes);
    }

    [Theory]
    [InlineData("DSoftBus_Runtime_DSoftBus_Runtime_Loop_Loop__Run", SizeOwner.Runtime)]
    [InlineData("unbox_DSoftBus_Drivers_DSoftBus_Drivers_Net_Ring__Take", SizeOwner.Drivers)]
    [InlineData("vtable for Boxed_DSoftBus_Net_DSoftBus_Net_Wire_Header", SizeOwner.Net)]
    [InlineData("vtable for __Array<DSoftBus_Softbus_DSoftBus_Softbus_Peer>", SizeOwner.Softbus)]
    [InlineData("_lsda10<Boxed>DSoftBus_Image_DSoftBus_Image_Boot_Machine__Start", SizeOwner.Image)]
    [InlineData("S_P_CoreLib_System_Collections_Generic_List_1<DSoftBus_Net_DSoftBus_Net_Wire_Header>__Add", SizeOwner.CoreLib)]
    [InlineData("S_P_TypeLoader_Internal_TypeSystem_Context__Get", SizeOwner.Framework)]
    [InlineData("System_Linq_System_Linq_Enumerable__Sum", SizeOwner.Framework)]
    [InlineData("__embedded_metadata", SizeOwner.Unattributed)]
    [InlineData("_lsda", SizeOwner.Unattributed)]
    [InlineData("", SizeOwner.Unattributed)]
    public void TheMangledNameTellsTheAssembly(string symbol, SizeOwner owner) => Assert.Equal(owner, SizeOwners.OfManaged(symbol));
}
