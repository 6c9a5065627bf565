namespace DSoftBus.Tests.Qemu.Sizes;

/// <summary>A small link map with every kind of line that a real one holds; its loaded sections take 0x2b0 bytes, 0x70 of them zeros.</summary>
internal static class CraftedMap
{
    public const string Text =
        """
                     VMA              LMA     Size Align Out     In      Symbol
                  200200                0        0     1 
                  200200           200200       40     8 .dotnet_eh_table
                  200200           200200       40     8         obj/native/Program.o:(.dotnet_eh_table)
                  200200           200200        0     1                 _lsda0DSoftBus_Net_DSoftBus_Net_Wire_Reader__Read
                  200210           200210        0     1                 _lsda12S_P_CoreLib_System_Action__Invoke
                  201000           201000      100    32 .text
                  201000           201000       80    16         /usr/lib/gcc/x86_64-linux-gnu/12/../../../x86_64-linux-gnu/libc.a(malloc.o):(.text)
                  201000           201000       70     1                 malloc
                  201080           201080       20     1         . = ALIGN ( 32 )
                  2010a0           2010a0       60    16         /packages/some.runtime.linux-x64/10.0.1/runtimes/linux-x64/native/libRuntime.a(gc.cpp.o):(.text._ZN3GC)
                  202000           202000       e0    32 __managedcode
                  202000           202000       c0    32         obj/native/Program.o:(__managedcode)
                  202000           202000       28     1                 DSoftBus_Softbus_DSoftBus_Softbus_Node__Start
                  202040           202040       20     1                 <Boxed>System_Linq_System_Linq_Pair__<unbox>System_Linq_System_Linq_Pair__ToString
                  202060           202060       20     1                 String__Concat
                  202060           202060       20     1                 String__Concat_Folded
                  202080           202080       40     1                 BouncyCastle_Cryptography_Org_BouncyCastle_Math_Nat__Add
                  202100           202100       10     8 .ktext
                  202100           202100       10     8         /somewhere/kernel-shim/obj/shim.o:(.ktext)
                  202110           202110       20     8 .tbss
                  202110           202110       20     8         <internal>:(.tbss)
                  202110           202110       10     8 .got
                  202110           202110       10     8         <internal>:(.got)
                  203000           203000       70     8 .bss
                  203000           203000       70     8         obj/native/Program.o:(.bss)
                  203010           203010        0     1                 vtable for DSoftBus_Image_DSoftBus_Image_Program
                       0                0      100     1 .symtab
                       0                0      100     1         <internal>:(.symtab)

        """;
}
