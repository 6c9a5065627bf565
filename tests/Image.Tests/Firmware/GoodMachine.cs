namespace DSoftBus.Tests.Image.Firmware;

/// <summary>The tables of a machine like QEMU's microvm: four processors, two IOAPICs, three virtio devices.</summary>
internal static class GoodMachine
{
    /// <summary>Writes them; returns the addresses of all tables, the root table last.</summary>
    public static int[] Build(FirmwareImage image, bool isLong = true, int pointerAt = FirmwareImage.RootPointerAddress)
    {
        int definitions = image.AddTable("DSDT", [
            .. Tables.SoftOff(5),
            .. Tables.VirtioDevice("VR00", 0xfeb0_2e00, 47),
            .. Tables.Device("COM1", "PNP0501", [0x79, 0], Tables.VirtioDevice("VR01", 0xfeb0_2c00, 46)),
        ]);
        int fixedTable = image.AddTable("FACP", Tables.ReducedFixed(definitions));
        int processors = image.AddTable("APIC", Tables.Processors(
            Tables.Processor(0), Tables.Processor(1), Tables.Processor(2), Tables.Processor(3), Tables.Processor(4, enabled: false),
            Tables.Controller(0xfec0_0000, 0), Tables.Controller(0xfec1_0000, 24), Tables.Override(0, 2, 0)));
        int further = image.AddTable("SSDT", Tables.VirtioDevice("VR02", 0xfeb0_2a00, 45, activeLow: true));
        int unknown = image.AddTable("WAET", new byte[4]);
        int root = isLong ? image.AddLongRoot(fixedTable, processors, further, unknown) : image.AddShortRoot(fixedTable, processors, further, unknown);
        image.PlaceRootPointer(pointerAt, isLong ? 0 : root, isLong ? root : 0);
        return [definitions, fixedTable, processors, further, unknown, root];
    }
}
