# File systems by label, as the installation guide makes them. CHANGE where yours differ.
{
  fileSystems = {
    "/" = {
      device = "/dev/disk/by-label/nixos";
      fsType = "ext4";
    };
    "/boot" = {
      device = "/dev/disk/by-label/BOOT";
      fsType = "vfat";
      options = [ "umask=0077" ];
    };
    # Volumes and objects, on a disk of their own.
    "/srv/lightningstor" = {
      device = "/dev/disk/by-label/storage";
      fsType = "xfs";
      options = [ "noatime" ];
    };
  };

  swapDevices = [ { device = "/dev/disk/by-label/swap"; } ];
}
